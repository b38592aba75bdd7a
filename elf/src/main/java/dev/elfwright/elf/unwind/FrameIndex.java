package dev.elfwright.elf.unwind;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.SegmentType;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code .eh_frame_hdr}: the entries of .eh_frame, sorted by address (LSB Core, "The .eh_frame_hdr
 * section").
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><td>1 byte</td><td>version, 1</td></tr>
 * <tr><td>1 byte</td><td>encoding of the pointer to .eh_frame</td></tr>
 * <tr><td>1 byte</td><td>encoding of the count</td></tr>
 * <tr><td>1 byte</td><td>encoding of the table</td></tr>
 * <tr><td>pointer</td><td>the address of .eh_frame</td></tr>
 * <tr><td>number</td><td>the count of the table's entries</td></tr>
 * <tr><td>pointers</td><td>for each: first address of the code, address of its entry</td></tr>
 * </table>
 */
public final class FrameIndex {
  private static final String STRUCTURE = ".eh_frame_hdr";

  private final ElfBytes in;
  private final long start;
  private final long address;
  private final long frames;
  private final int encoding;
  private final int pointerSize;
  private final long tableAt;
  private final int count;

  private FrameIndex(ElfBytes in, long start, long size, long address) {
    FrameCursor c = new FrameCursor(in, start, size, address, STRUCTURE);
    int version = c.u8();
    if (version != 1) {
      throw c.malformed("version %d, expected 1".formatted(version));
    }
    int framesEncoding = c.u8();
    int countEncoding = c.u8();
    this.in = in;
    this.start = start;
    this.address = address;
    this.encoding = c.u8();
    this.frames =
        framesEncoding == PointerEncoding.OMITTED ? 0 : c.pointer(framesEncoding, address);
    boolean none = countEncoding == PointerEncoding.OMITTED || encoding == PointerEncoding.OMITTED;
    long entries = none ? 0 : c.pointer(countEncoding, 0);
    this.pointerSize = none ? 0 : pointerSize(in, c);
    this.tableAt = c.position();
    if (entries < 0
        || entries > Integer.MAX_VALUE
        || entries != 0 && entries > c.remaining() / (2L * pointerSize)) {
      throw c.malformed("a table of 0x%x entries does not fit".formatted(entries));
    }
    this.count = (int) entries;
  }

  private int pointerSize(ElfBytes in, FrameCursor c) {
    return switch (encoding & PointerEncoding.FORMAT) {
      case PointerEncoding.ABSOLUTE, PointerEncoding.SIGNED -> in.wordSize();
      case PointerEncoding.UDATA2, PointerEncoding.SDATA2 -> 2;
      case PointerEncoding.UDATA4, PointerEncoding.SDATA4 -> 4;
      case PointerEncoding.UDATA8, PointerEncoding.SDATA8 -> 8;
      default -> throw c.malformed("a table encoded as 0x%x".formatted(encoding));
    };
  }

  /**
   * That of a file: what PT_GNU_EH_FRAME names, or else the section .eh_frame_hdr.
   *
   * @throws dev.elfwright.elf.ElfFormatException when it does not lie in the file, or has another
   *     version or encoding
   */
  public static Optional<FrameIndex> of(ElfModel model) {
    return model
        .segments(SegmentType.GNU_EH_FRAME)
        .filter(s -> s.fileSize() != 0)
        .findFirst()
        .map(s -> new FrameIndex(model.bytes(), s.offset(), s.fileSize(), s.address()))
        .or(() ->
            model
                .section(STRUCTURE)
                .filter(Section::hasBytes)
                .map(Section::header)
                .map(h -> new FrameIndex(model.bytes(), h.offset(), h.size(), h.address())));
  }

  /**
   * One entry.
   *
   * @param address the first address of the code
   * @param frame the address of its entry in .eh_frame, see {@link CallFrames#function}
   */
  public record Entry(long address, long frame) {}

  /** The address of the first byte. */
  public long address() {
    return address;
  }

  /** Where it begins in the file, in bytes. */
  public long fileOffset() {
    return start;
  }

  /** The address of .eh_frame, 0 when it is not said. */
  public long frames() {
    return frames;
  }

  /** The number of entries. */
  public int count() {
    return count;
  }

  /** How the table's pointers are encoded, see {@link PointerEncoding}. */
  public int encoding() {
    return encoding;
  }

  /** One entry; they are sorted by address. */
  public Entry entry(int index) {
    long at = 2L * pointerSize * Objects.checkIndex(index, count);
    long place = tableAt - start + at;
    FrameCursor c =
        new FrameCursor(in, start + place, 2L * pointerSize, address + place, STRUCTURE);
    return new Entry(c.pointer(encoding, address), c.pointer(encoding, address));
  }

  /**
   * The entry with the highest address that is not above this one, as an unwinder takes it; whether
   * its code reaches that far is up to the entry in .eh_frame.
   */
  public Optional<Entry> find(long where) {
    int low = 0;
    for (int high = count; low < high; ) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(entry(middle).address, where) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(entry(low - 1));
  }
}
