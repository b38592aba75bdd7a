package dev.elfwright.link.fuse;

/** Packs addresses of words as SHT_RELR does (gABI 4.3, "Relative Relocation Table"). */
final class Relr {
  private Relr() {}

  /**
   * Packs.
   *
   * @param sorted distinct addresses in ascending order, multiples of 8
   */
  static ByteTable encode(long[] sorted, long at) {
    ByteTable out = new ByteTable(at, sorted.length / 4);
    int i = 0;
    while (i < sorted.length) {
      long address = sorted[i++];
      out.put64(address);
      long base = address + 8;
      while (true) {
        long bits = 0;
        while (i < sorted.length && sorted[i] - base < 63 * 8 && (sorted[i] - base) % 8 == 0) {
          bits |= 1L << (sorted[i++] - base) / 8;
        }
        if (bits == 0) {
          break;
        }
        out.put64(bits << 1 | 1);
        base += 63 * 8;
      }
    }
    return out;
  }
}
