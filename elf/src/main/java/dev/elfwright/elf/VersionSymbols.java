package dev.elfwright.elf;

import java.util.Objects;

/**
 * SHT_GNU_versym (LSB Core, "Symbol Version Table"): two bytes a symbol, 0 local, 1 global without
 * version, from 2 on an index into the definitions and needs; bit 15 hides.
 */
public final class VersionSymbols implements SectionContent {
  private final ElfBytes in;
  private final long start;
  private final int count;

  VersionSymbols(ElfBytes in, long start, long count) {
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw in.malformed(start, "symbol versions", "impossible count " + count);
    }
    in.require(start, 2 * count, "symbol versions");
    this.in = in;
    this.start = start;
    this.count = (int) count;
  }

  /** The number of entries, that of the symbols in a proper file. */
  public int count() {
    return count;
  }

  /** The entry of a symbol, bit 15 included. */
  public int raw(int symbol) {
    return in.u16(start + 2L * Objects.checkIndex(symbol, count));
  }
}
