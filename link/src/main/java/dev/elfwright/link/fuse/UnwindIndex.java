package dev.elfwright.link.fuse;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One sorted index of call frames for all parts (LSB Core, "The .eh_frame_hdr section"): version 1,
 * encodings 0x1b 0x03 0x3b, the distance to a .eh_frame, a count, then pairs of 32-bit distances
 * from the header: of a function and of its FDE. Unwinders look for an address in the one object
 * around it, so an exception crosses former borders only where all are in one index.
 */
final class UnwindIndex {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final long[] functions;
  private final long[] entries;
  private final long frames;

  private UnwindIndex(long[] functions, long[] entries, long frames) {
    this.functions = functions;
    this.entries = entries;
    this.frames = frames;
  }

  static Optional<UnwindIndex> of(List<Part> parts, CallFrames merged) {
    long[] functions = new long[1024];
    long[] entries = new long[1024];
    int n = 0;
    for (Part p : parts) {
      Optional<Segment> header = p.model().segments(SegmentType.GNU_EH_FRAME).findFirst();
      if (header.isEmpty()) {
        continue;
      }
      MemorySegment table = table(p, header.get());
      long at = header.get().address() + p.bias();
      int count = table.get(INT, 8);
      if (count < 0 || count > (table.byteSize() - 12) / 8) {
        throw malformed(p, header.get(), "count of " + Integer.toUnsignedString(count));
      }
      if (n + count > functions.length) {
        functions = Arrays.copyOf(functions, 2 * (n + count));
        entries = Arrays.copyOf(entries, 2 * (n + count));
      }
      CallFrames.Moved moved = merged.of(p);
      for (int i = 0; i < count; i++, n++) {
        functions[n] = at + table.get(INT, 12 + 8L * i);
        entries[n] = moved.entry(at + table.get(INT, 16 + 8L * i));
      }
    }
    return n == 0
        ? Optional.empty()
        : Optional.of(
            new UnwindIndex(
                Arrays.copyOf(functions, n), Arrays.copyOf(entries, n), merged.address()));
  }

  private static MemorySegment table(Part p, Segment s) {
    MemorySegment file = p.model().contents();
    if (s.offset() < 0
        || s.fileSize() < 12
        || s.offset() > file.byteSize()
        || s.fileSize() > file.byteSize() - s.offset()) {
      throw malformed(p, s, "segment lies outside of the file or is too short");
    }
    MemorySegment table = file.asSlice(s.offset(), s.fileSize());
    if (table.get(INT, 0) != 0x3b031b01) {
      throw malformed(p, s, "version and encodings 0x%08x".formatted(table.get(INT, 0)));
    }
    return table;
  }

  private static ElfFormatException malformed(Part p, Segment s, String found) {
    return new ElfFormatException(
        p.model().file(), s.offset(), ".eh_frame_hdr", found + ", expected 0x3b031b01 and a table");
  }

  int size() {
    return 12 + 8 * functions.length;
  }

  byte[] encode(long headerAt) {
    long[] sorted = new long[functions.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = (functions[i] - headerAt) << 32 | (int) (entries[i] - headerAt) & 0xffff_ffffL;
    }
    Arrays.sort(sorted);
    ByteTable out = new ByteTable(headerAt, size());
    out.put32(0x3b031b01).put32(frames - headerAt - 4).put32(sorted.length);
    for (long pair : sorted) {
      out.put32(pair >> 32).put32(pair);
    }
    return out.toArray();
  }
}
