package dev.elfwright.elf.unwind;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code .eh_frame}: entries behind each other, each with its length (LSB Core, "The .eh_frame
 * section"). An entry of length 0 ends the list for a program that walks its own; tools read on,
 * and so does this where a section says how far.
 *
 * <p>Pointers relative to text or data are given as they stand: only the running program knows what
 * they are relative to.
 */
public final class CallFrames {
  private static final String STRUCTURE = ".eh_frame";
  private static final long LONG_LENGTH = 0xffff_ffffL;

  private final ElfBytes in;
  private final long start;
  private final long size;
  private final long address;
  private final boolean pastEnd;

  private CallFrames(ElfBytes in, long start, long size, long address, boolean pastEnd) {
    in.require(start, size, STRUCTURE);
    this.in = in;
    this.start = start;
    this.size = size;
    this.address = address;
    this.pastEnd = pastEnd;
  }

  /**
   * Those of a file: its section .eh_frame, or what PT_GNU_EH_FRAME leads to when it has no section
   * headers.
   *
   * @throws dev.elfwright.elf.ElfFormatException when they do not lie in the file
   */
  public static Optional<CallFrames> of(ElfModel model) {
    return model.sections().isEmpty()
        ? FrameIndex.of(model).flatMap(i -> at(model, i.frames()))
        : model.section(STRUCTURE).filter(Section::hasBytes).map(s -> of(model, s));
  }

  /**
   * Those in one section of a file; object files have several.
   *
   * @throws dev.elfwright.elf.ElfFormatException when it does not lie in the file
   */
  public static CallFrames of(ElfModel model, Section section) {
    long start = section.header().offset();
    long address = section.header().address();
    return new CallFrames(model.bytes(), start, section.header().size(), address, true);
  }

  /** From an address to the end of what is in the file of its segment. */
  private static Optional<CallFrames> at(ElfModel model, long address) {
    OptionalLong offset = model.offsetOf(address, 1);
    if (offset.isEmpty()) {
      return Optional.empty();
    }
    long start = offset.getAsLong();
    long end =
        model.segments().stream()
            .filter(s -> s.isLoad() && start - s.offset() == address - s.address())
            .filter(s -> start - s.offset() < s.fileSize())
            .mapToLong(s -> Math.min(s.offset() + s.fileSize(), model.bytes().size()))
            .findFirst()
            .orElse(start);
    return Optional.of(new CallFrames(model.bytes(), start, end - start, address, false));
  }

  /** The address of the first byte, 0 in object files. */
  public long address() {
    return address;
  }

  /** Where it begins in the file, in bytes. */
  public long fileOffset() {
    return start;
  }

  /**
   * All entries in order.
   *
   * @throws dev.elfwright.elf.ElfFormatException when an entry does not fit, or names a CIE that
   *     does not stand before it
   */
  public List<FrameEntry> entries() {
    List<FrameEntry> found = new ArrayList<>();
    Map<Long, CommonEntry> common = new HashMap<>();
    for (long at = 0; size - at >= 4; ) {
      Extent extent = extent(at);
      if (extent.isEnd()) {
        if (!pastEnd) {
          break;
        }
      } else {
        FrameEntry entry = read(extent, common);
        if (entry instanceof CommonEntry c) {
          common.put(at, c);
        }
        found.add(entry);
      }
      at = extent.end();
    }
    return List.copyOf(found);
  }

  /**
   * The entry at an address in memory, as an entry of {@link FrameIndex} names it.
   *
   * @throws dev.elfwright.elf.ElfFormatException when no entry of a function lies there
   */
  public FunctionEntry function(long where) {
    long at = where - address;
    if (at < 0 || size - at < 4) {
      throw in.malformed(start, STRUCTURE, "no entry at address 0x%x".formatted(where));
    }
    Extent extent = extent(at);
    FrameCursor c = cursor(extent);
    long distance = extent.isEnd() ? 0 : c.u32();
    if (distance == 0 || distance > extent.identity) {
      throw in.malformed(start + at, STRUCTURE, "not the entry of a function");
    }
    CommonEntry common = common(extent.identity - distance);
    return FunctionEntry.read(c, at, extent.size(), common, start);
  }

  /**
   * The rows of a function's frames: its call frame instructions executed, after those of its CIE.
   * The first row holds from the function's first address on, and each up to the next.
   *
   * @param function an entry of this list
   * @throws dev.elfwright.elf.ElfFormatException when an instruction is not known, does not fit, or
   *     has nothing to work on
   */
  public List<FrameRow> rows(FunctionEntry function) {
    CommonEntry common = function.common();
    return FrameProgram.rows(
        function,
        instructions(common.instructions(), common.offset() + common.size()),
        instructions(function.instructions(), function.offset() + function.size()),
        start);
  }

  private FrameCursor instructions(long from, long to) {
    return new FrameCursor(in, start + from, to - from, address + from, STRUCTURE);
  }

  private CommonEntry common(long at) {
    Extent extent = extent(at);
    FrameCursor c = cursor(extent);
    if (extent.isEnd() || c.u32() != 0) {
      throw in.malformed(start + at, STRUCTURE, "not a CIE");
    }
    return CommonEntry.read(c, at, extent.size(), start);
  }

  /**
   * Where an entry lies.
   *
   * @param at its offset
   * @param identity that of the field behind its length
   * @param end that of the byte behind it
   */
  private record Extent(long at, long identity, long end) {
    boolean isEnd() {
      return identity == end;
    }

    long size() {
      return end - at;
    }
  }

  private Extent extent(long at) {
    FrameCursor c = new FrameCursor(in, start + at, size - at, address + at, STRUCTURE);
    long length = c.u32();
    if (length == LONG_LENGTH) {
      length = c.i64();
    }
    if (length < 0 || length > c.remaining() || length != 0 && length < 4) {
      throw in.malformed(
          start + at, STRUCTURE, "an entry of 0x%x bytes does not fit".formatted(length));
    }
    long identity = c.position() - start;
    return new Extent(at, identity, identity + length);
  }

  private FrameCursor cursor(Extent e) {
    return new FrameCursor(
        in, start + e.identity, e.end - e.identity, address + e.identity, STRUCTURE);
  }

  private FrameEntry read(Extent e, Map<Long, CommonEntry> common) {
    FrameCursor c = cursor(e);
    long distance = c.u32();
    if (distance == 0) {
      return CommonEntry.read(c, e.at, e.size(), start);
    }
    CommonEntry shared = common.get(e.identity - distance);
    if (shared == null) {
      throw in.malformed(
          start + e.at,
          STRUCTURE,
          "names a CIE at 0x%x, where none was".formatted(e.identity - distance));
    }
    return FunctionEntry.read(c, e.at, e.size(), shared, start);
  }
}
