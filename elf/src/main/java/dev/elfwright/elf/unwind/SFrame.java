package dev.elfwright.elf.unwind;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code .sframe}: how to walk a stack, and no more (The SFrame Format, versions 1 and 2, of
 * binutils 2.40 and 2.41).
 *
 * <table>
 * <caption>The header, offsets in bytes</caption>
 * <tr><td>0</td><td>magic, 0xdee2, 2 bytes</td></tr>
 * <tr><td>2</td><td>version, 1 byte</td></tr>
 * <tr><td>3</td><td>flags, 1 byte: 1 sorted by address; 2 all functions keep a frame pointer; 4
 * addresses count from their field, not from the section</td></tr>
 * <tr><td>4</td><td>ABI, 1 byte: 1 AArch64 big-endian, 2 AArch64, 3 x86-64</td></tr>
 * <tr><td>5</td><td>offset of the saved frame pointer where it is always the same, 1 byte</td></tr>
 * <tr><td>6</td><td>offset of the return address where it is always the same, 1 byte</td></tr>
 * <tr><td>7</td><td>size of an auxiliary header that follows, 1 byte</td></tr>
 * <tr><td>8</td><td>count of functions, 4 bytes</td></tr>
 * <tr><td>12</td><td>count of rows of all functions, 4 bytes</td></tr>
 * <tr><td>16</td><td>bytes of rows, 4 bytes</td></tr>
 * <tr><td>20</td><td>where functions begin, behind both headers, 4 bytes</td></tr>
 * <tr><td>24</td><td>where rows begin, behind both headers, 4 bytes</td></tr>
 * </table>
 *
 * <p>In object files relocations say the addresses of functions; these are not applied.
 */
public final class SFrame {
  private static final String STRUCTURE = ".sframe";
  private static final int MAGIC = 0xdee2;
  private static final int HEADER = 28;
  private static final int SORTED = 1;
  private static final int RELATIVE_TO_FIELD = 4;

  /** Of the start address and the byte behind it, in their shortest form. */
  private static final int SHORTEST_ROW = 2;

  private final ElfBytes in;
  private final long start;
  private final long address;
  private final int version;
  private final int flags;
  private final int abi;
  private final int fixedFramePointer;
  private final int fixedReturnAddress;
  private final int functions;
  private final long rowCount;
  private final long rowBytes;
  private final long functionsAt;
  private final long rowsAt;

  private SFrame(ElfBytes in, SectionHeader section) {
    this.in = in;
    this.start = section.offset();
    this.address = section.address();
    FrameCursor c = new FrameCursor(in, start, section.size(), address, STRUCTURE);
    int magic = c.u16();
    this.version = c.u8();
    if (magic != MAGIC || version != 1 && version != 2) {
      throw in.malformed(
          start,
          STRUCTURE,
          "magic 0x%x, version %d; expected 0xdee2, 1 or 2".formatted(magic, version));
    }
    this.flags = c.u8();
    this.abi = c.u8();
    this.fixedFramePointer = c.i8();
    this.fixedReturnAddress = c.i8();
    long behind = HEADER + c.u8();
    long count = c.u32();
    this.rowCount = c.u32();
    this.rowBytes = c.u32();
    this.functionsAt = behind + c.u32();
    this.rowsAt = behind + c.u32();
    long size = section.size();
    if (functionsAt > size
        || count > Math.min(Integer.MAX_VALUE, (size - functionsAt) / functionSize())) {
      throw c.malformed("0x%x functions do not fit".formatted(count));
    }
    if (rowsAt > size || rowBytes > size - rowsAt || rowCount > rowBytes / SHORTEST_ROW) {
      throw c.malformed("0x%x rows do not fit".formatted(rowCount));
    }
    this.functions = (int) count;
    requireRowsOfTheirOwn();
  }

  /** Functions that share rows would make reading all of them take the square of the size. */
  private void requireRowsOfTheirOwn() {
    long claimed = 0;
    for (int i = 0; i < functions; i++) {
      claimed += in.u32(functionAt(i) + 12);
    }
    if (claimed > rowCount) {
      throw in.malformed(
          start, STRUCTURE, "functions with 0x%x rows, of 0x%x".formatted(claimed, rowCount));
    }
  }

  /**
   * That of a file: its section .sframe.
   *
   * @throws dev.elfwright.elf.ElfFormatException when it does not lie in the file, has another
   *     version, or its tables do not fit
   */
  public static Optional<SFrame> of(ElfModel model) {
    return model
        .section(STRUCTURE)
        .filter(Section::hasBytes)
        .map(s -> new SFrame(model.bytes(), s.header()));
  }

  /** 1 or 2. */
  public int version() {
    return version;
  }

  /** The flags as they stand. */
  public int flags() {
    return flags;
  }

  /** Whether functions are sorted by address. */
  public boolean isSorted() {
    return (flags & SORTED) != 0;
  }

  /** The ABI as it stands, see the table above. */
  public int abi() {
    return abi;
  }

  /** The number of functions. */
  public int count() {
    return functions;
  }

  /** The number of rows of all functions. */
  public long rowCount() {
    return rowCount;
  }

  /** 17 bytes in version 1; 2 has three more, which say how long a repeated block is. */
  private int functionSize() {
    return version == 1 ? 17 : 20;
  }

  private long functionAt(int index) {
    return start + functionsAt + (long) Objects.checkIndex(index, functions) * functionSize();
  }

  /** One function. */
  public SFrameFunction function(int index) {
    long at = functionAt(index);
    long base = (flags & RELATIVE_TO_FIELD) != 0 ? address + (at - start) : address;
    int info = in.u8(at + 16);
    return new SFrameFunction(
        base + in.i32(at),
        in.u32(at + 4),
        in.u32(at + 8),
        in.u32(at + 12),
        info,
        version == 1 ? 0 : in.u8(at + 17));
  }

  /**
   * The rows of a function, in the order of their addresses.
   *
   * @throws dev.elfwright.elf.ElfFormatException when they do not fit, or offsets are of an unknown
   *     size
   */
  public List<SFrameRow> rows(SFrameFunction function) {
    long left = rowBytes - function.firstRow();
    if (left < 0 || function.rowCount() > left / SHORTEST_ROW) {
      throw in.malformed(
          start + rowsAt,
          STRUCTURE,
          "0x%x rows at 0x%x do not fit".formatted(function.rowCount(), function.firstRow()));
    }
    FrameCursor c =
        new FrameCursor(in, start + rowsAt + function.firstRow(), left, address, STRUCTURE);
    List<SFrameRow> found = new ArrayList<>();
    for (long i = 0; i < function.rowCount(); i++) {
      found.add(SFrameRow.read(c, function, fixedReturnAddress, fixedFramePointer));
    }
    return List.copyOf(found);
  }
}
