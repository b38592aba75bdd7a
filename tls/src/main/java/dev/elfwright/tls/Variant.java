package dev.elfwright.tls;

import java.util.ArrayList;
import java.util.List;

/**
 * On which side of the thread pointer the block grows (Drepper, "ELF Handling For Thread-Local
 * Storage", 3.). The arithmetic is that of glibc elf/dl-tls.c, _dl_determine_tlsoffset, and
 * elf/dl-reloc.c, _dl_try_allocate_static_tls.
 */
public enum Variant {
  /** Variant I: the block grows up from the thread control block, as on AArch64. */
  ABOVE_THREAD_POINTER {
    @Override
    Packing pack(List<TlsSegment> segments, ThreadArea area) {
      long offset = area.controlBlock();
      long gap = 0;
      long gapEnd = 0;
      List<Long> offsets = new ArrayList<>();
      for (TlsSegment s : segments) {
        long first = first(s);
        if (s.size() <= gapEnd - gap) {
          long at = above(gap, s);
          if (at + s.size() - first <= gapEnd) {
            offsets.add(at - first);
            gap = at + s.size() - first;
            continue;
          }
        }
        long at = above(offset, s);
        offsets.add(at - first);
        if (at - first - offset > gapEnd - gap) {
          gap = offset;
          gapEnd = at - first;
        }
        offset = at + s.size() - first;
      }
      return new Packing(offsets, offset);
    }

    private long above(long from, TlsSegment s) {
      long at = roundUp(from, s.alignment());
      return at - from < first(s) ? at + s.alignment() : at;
    }

    @Override
    Piece take(StaticBlock block, TlsSegment s) {
      long offset = roundUp(block.used() - s.firstByte(), s.alignment()) + s.firstByte();
      return new Piece(offset, block.used(), offset + s.size());
    }

    @Override
    long blockSize(long used, long surplus, long maxAlignment, ThreadArea area) {
      return roundUp(used + surplus, area.alignment());
    }
  },

  /** Variant II: the block grows down from the thread pointer, as on x86-64. */
  BELOW_THREAD_POINTER {
    @Override
    Packing pack(List<TlsSegment> segments, ThreadArea area) {
      long offset = 0;
      long gap = 0;
      long gapEnd = 0;
      List<Long> offsets = new ArrayList<>();
      for (TlsSegment s : segments) {
        long first = first(s);
        if (gapEnd - gap >= s.size()) {
          long at = roundUp(gap + s.size() - first, s.alignment()) + first;
          if (at <= gapEnd) {
            gap = at;
            offsets.add(at);
            continue;
          }
        }
        long at = roundUp(offset + s.size() - first, s.alignment()) + first;
        if (at > offset + s.size() + (gapEnd - gap)) {
          gap = offset;
          gapEnd = at - s.size();
        }
        offset = at;
        offsets.add(at);
      }
      return new Packing(offsets, offset);
    }

    @Override
    Piece take(StaticBlock block, TlsSegment s) {
      // As far from the thread pointer as alignment needs, and no farther.
      long free = block.size() - block.used();
      long steps = (free - s.size() - s.firstByte()) / s.alignment();
      long use = free - steps * s.alignment() - s.firstByte();
      long offset = block.used() + use;
      return new Piece(offset, offset - s.size(), offset);
    }

    @Override
    long blockSize(long used, long surplus, long maxAlignment, ThreadArea area) {
      return roundUp(used + surplus, maxAlignment);
    }
  };

  /**
   * Where the segments of the start lie.
   *
   * @param offsets l_tls_offset of each
   * @param used how far they reach
   */
  record Packing(List<Long> offsets, long used) {}

  /**
   * A part of the surplus.
   *
   * @param offset l_tls_offset
   * @param start where dlclose says that it began
   * @param end how much of the block is used with it
   */
  record Piece(long offset, long start, long end) {}

  /** The segments of the start, packed; gaps before aligned ones are filled with later ones. */
  abstract Packing pack(List<TlsSegment> segments, ThreadArea area);

  /** The next piece of the surplus for a segment, whether there is room or not. */
  abstract Piece take(StaticBlock block, TlsSegment s);

  /** The size of the block, of which the segments of the start have {@code used}. */
  abstract long blockSize(long used, long surplus, long maxAlignment, ThreadArea area);

  private static long first(TlsSegment s) {
    return -s.firstByte() & (s.alignment() - 1);
  }

  static long roundUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }
}
