package dev.elfwright.link.image;

import dev.elfwright.elf.write.FieldWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.stream.LongStream;

/** Packs addresses of words as SHT_RELR does (gABI 4.3, "Relative Relocation Table"). */
final class Relr {
  private static final int BITS = 63;

  private Relr() {}

  /**
   * The table: an address, then words whose bits 1 to 63 stand for the next 63 words each.
   *
   * @param sorted distinct addresses in ascending order, multiples of 8
   */
  static MemorySegment encode(long[] sorted, ByteOrder order) {
    LongStream.Builder words = LongStream.builder();
    int i = 0;
    while (i < sorted.length) {
      long next = sorted[i] + Linkage.WORD;
      words.add(sorted[i++]);
      for (long bits = -1; bits != 0; next += BITS * (long) Linkage.WORD) {
        bits = 0;
        while (i < sorted.length && sorted[i] - next < BITS * (long) Linkage.WORD) {
          bits |= 2L << (sorted[i++] - next) / Linkage.WORD;
        }
        if (bits != 0) {
          words.add(bits | 1);
        }
      }
    }
    long[] all = words.build().toArray();
    MemorySegment out = Arena.ofAuto().allocate((long) Linkage.WORD * all.length, 8);
    FieldWriter w = new FieldWriter(out, 0, true, order);
    LongStream.of(all).forEach(w::i64);
    return out;
  }
}
