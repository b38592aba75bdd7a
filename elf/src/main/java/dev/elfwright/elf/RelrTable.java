package dev.elfwright.elf;

import java.util.function.LongConsumer;

/**
 * SHT_RELR: relative relocations as addresses and bitmaps (gABI 4.3, "Relative Relocation Table").
 * An even entry is the address of a word to relocate; an odd one is a bitmap over the 31 or 63
 * words that follow what came before.
 */
public final class RelrTable implements SectionContent {
  private final ElfBytes in;
  private final long start;
  private final int count;

  RelrTable(ElfBytes in, long start, long size) {
    in.require(start, size, "RELR table");
    if (size % in.wordSize() != 0 || size / in.wordSize() > Integer.MAX_VALUE) {
      throw in.malformed(
          start,
          "RELR table",
          "size 0x%x is no multiple of %d bytes".formatted(size, in.wordSize()));
    }
    this.in = in;
    this.start = start;
    this.count = (int) (size / in.wordSize());
  }

  /** The number of entries: addresses and bitmaps, fewer than the relocations they describe. */
  public int entryCount() {
    return count;
  }

  /** Gives the address of every word to relocate, in the table's order. */
  public void forEach(LongConsumer address) {
    int w = in.wordSize();
    long where = 0;
    for (int i = 0; i < count; i++) {
      long entry = in.word(start + (long) i * w);
      if ((entry & 1) == 0) {
        address.accept(entry);
        where = entry + w;
      } else {
        for (long bits = entry >>> 1, at = where; bits != 0; bits >>>= 1, at += w) {
          if ((bits & 1) != 0) {
            address.accept(at);
          }
        }
        where += (8L * w - 1) * w;
      }
    }
  }
}
