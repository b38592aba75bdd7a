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
 * <p>{@code .debug_frame} too, which debuggers read (DWARF 5, section 6.4.1): entries name their
 * CIE by its offset, in 4 or 8 bytes as their length says, and it may stand behind them.
 *
 * <p>Pointers relative to text or data are given as they stand: only the running program knows what
 * they are relative to.
 */
public final class CallFrames {
  private static final String EH_FRAME = ".eh_frame";
  private static final long LONG_LENGTH = 0xffff_ffffL;

  /** What the field behind the length says. */
  private enum Kind {
    /** 0 for a CIE, else the distance back to one; always 4 bytes. */
    EH_FRAME,
    /** All bits for a CIE, else the offset of one. */
    DEBUG_FRAME;

    int identitySize(boolean isLong) {
      return this == DEBUG_FRAME && isLong ? 8 : 4;
    }

    boolean isCommon(long identity, int size) {
      return switch (this) {
        case EH_FRAME -> identity == 0;
        case DEBUG_FRAME -> identity == (size == 8 ? -1 : LONG_LENGTH);
      };
    }

    long commonOffset(long identity, long at) {
      return this == EH_FRAME ? at - identity : identity;
    }
  }

  private final Kind kind;
  private final String structure;
  private final ElfBytes in;
  private final long start;
  private final long size;
  private final long address;
  private final boolean pastEnd;

  private CallFrames(Kind kind, ElfBytes in, long start, long size, long address, boolean pastEnd) {
    this.kind = kind;
    this.structure = kind == Kind.EH_FRAME ? EH_FRAME : ".debug_frame";
    in.require(start, size, structure);
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
        : model.section(EH_FRAME).filter(Section::hasBytes).map(s -> of(model, s));
  }

  /**
   * Those in one section of a file; object files have several.
   *
   * @throws dev.elfwright.elf.ElfFormatException when it does not lie in the file
   */
  public static CallFrames of(ElfModel model, Section section) {
    long start = section.header().offset();
    long address = section.header().address();
    return new CallFrames(
        Kind.EH_FRAME, model.bytes(), start, section.header().size(), address, true);
  }

  /**
   * Those of a section .debug_frame.
   *
   * @param section its bytes, expanded and, of an object file, relocated
   */
  public static CallFrames ofDebug(ElfBytes section) {
    return new CallFrames(Kind.DEBUG_FRAME, section, 0, section.size(), 0, true);
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
    return Optional.of(
        new CallFrames(Kind.EH_FRAME, model.bytes(), start, end - start, address, false));
  }

  /** The address of the first byte, 0 in object files and for .debug_frame. */
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
    Map<Long, CommonEntry> common = kind == Kind.DEBUG_FRAME ? allCommon() : new HashMap<>();
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

  private Map<Long, CommonEntry> allCommon() {
    Map<Long, CommonEntry> found = new HashMap<>();
    for (long at = 0; size - at >= 4; ) {
      Extent extent = extent(at);
      FrameCursor c = cursor(extent);
      if (!extent.isEnd() && kind.isCommon(identity(extent, c), extent.identitySize())) {
        found.put(at, CommonEntry.read(c, at, extent.size(), start));
      }
      at = extent.end();
    }
    return found;
  }

  private static long identity(Extent e, FrameCursor c) {
    return e.identitySize() == 8 ? c.i64() : c.u32();
  }

  /**
   * The entry at an address in memory, as an entry of {@link FrameIndex} names it.
   *
   * @throws dev.elfwright.elf.ElfFormatException when no entry of a function lies there
   */
  public FunctionEntry function(long where) {
    long at = where - address;
    if (at < 0 || size - at < 4) {
      throw in.malformed(start, structure, "no entry at address 0x%x".formatted(where));
    }
    Extent extent = extent(at);
    FrameCursor c = cursor(extent);
    long distance = extent.isEnd() ? 0 : c.u32();
    if (distance == 0 || distance > extent.identity) {
      throw in.malformed(start + at, structure, "not the entry of a function");
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
        instructions(common, common.instructions(), common.offset() + common.size()),
        instructions(common, function.instructions(), function.offset() + function.size()),
        start);
  }

  private FrameCursor instructions(CommonEntry common, long from, long to) {
    return new FrameCursor(in, start + from, to - from, address + from, structure)
        .withAddressSize(common.addressSize());
  }

  private CommonEntry common(long at) {
    Extent extent = extent(at);
    FrameCursor c = cursor(extent);
    if (extent.isEnd() || c.u32() != 0) {
      throw in.malformed(start + at, structure, "not a CIE");
    }
    return CommonEntry.read(c, at, extent.size(), start);
  }

  /**
   * Where an entry lies.
   *
   * @param at its offset
   * @param identity that of the field behind its length
   * @param identitySize bytes of that field
   * @param end that of the byte behind it
   */
  private record Extent(long at, long identity, int identitySize, long end) {
    boolean isEnd() {
      return identity == end;
    }

    long size() {
      return end - at;
    }
  }

  private Extent extent(long at) {
    FrameCursor c = new FrameCursor(in, start + at, size - at, address + at, structure);
    long length = c.u32();
    boolean isLong = length == LONG_LENGTH;
    if (isLong) {
      length = c.i64();
    }
    int identitySize = kind.identitySize(isLong);
    if (length < 0 || length > c.remaining() || length != 0 && length < identitySize) {
      throw in.malformed(
          start + at, structure, "an entry of 0x%x bytes does not fit".formatted(length));
    }
    long identity = c.position() - start;
    return new Extent(at, identity, identitySize, identity + length);
  }

  private FrameCursor cursor(Extent e) {
    return new FrameCursor(
        in, start + e.identity, e.end - e.identity, address + e.identity, structure);
  }

  private FrameEntry read(Extent e, Map<Long, CommonEntry> common) {
    FrameCursor c = cursor(e);
    long identity = identity(e, c);
    if (kind.isCommon(identity, e.identitySize())) {
      CommonEntry known = common.get(e.at);
      return known != null ? known : CommonEntry.read(c, e.at, e.size(), start);
    }
    long offset = kind.commonOffset(identity, e.identity);
    CommonEntry shared = common.get(offset);
    if (shared == null) {
      throw in.malformed(
          start + e.at, structure, "names a CIE at 0x%x, where none was".formatted(offset));
    }
    return FunctionEntry.read(c, e.at, e.size(), shared, start);
  }
}
