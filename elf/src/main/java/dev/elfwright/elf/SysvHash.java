package dev.elfwright.elf;

import java.util.function.IntConsumer;

/**
 * DT_HASH (gABI, "Hash Table"): nbucket, nchain, then buckets and chains, words of 4 bytes (8 on
 * 64-bit s390 and Alpha, which this library reads by their psABI's entry size).
 */
public final class SysvHash implements SymbolHash, SectionContent {
  private final ElfBytes in;
  private final long start;
  private final int entry;
  private final long buckets;
  private final long chains;

  SysvHash(ElfBytes in, long start, int entry) {
    in.require(start, 2L * entry, "SysV hash table");
    this.in = in;
    this.start = start;
    this.entry = entry;
    this.buckets = word(0);
    this.chains = word(1);
    if (buckets < 0
        || chains < 0
        || buckets > in.size()
        || chains > in.size()
        || chains > Integer.MAX_VALUE) {
      throw in.malformed(start, "SysV hash table", "more entries than the file has bytes");
    }
    in.require(start, (2 + buckets + chains) * entry, "SysV hash table");
  }

  private long word(long index) {
    long at = start + index * entry;
    return entry == 8 ? in.i64(at) : in.u32(at);
  }

  @Override
  public int symbolCount() {
    return (int) chains;
  }

  @Override
  public void candidates(String name, IntConsumer symbol) {
    if (buckets == 0) {
      return;
    }
    long index = word(2 + hash(name) % buckets);
    for (long steps = 0; index != 0; steps++) {
      if (index < 0 || index >= chains || steps > chains) {
        throw in.malformed(start, "SysV hash table", "chain of '" + name + "' does not end");
      }
      symbol.accept((int) index);
      index = word(2 + buckets + index);
    }
  }

  /** Gives every symbol that a look-up can reach, chain after chain, in the order of look-ups. */
  public void forEach(IntConsumer symbol) {
    long steps = 0;
    for (long bucket = 0; bucket < buckets; bucket++) {
      for (long at = word(2 + bucket); at != 0; at = word(2 + buckets + at)) {
        if (at < 0 || at >= chains || ++steps > chains) {
          throw in.malformed(start, "SysV hash table", "chains do not end");
        }
        symbol.accept((int) at);
      }
    }
  }

  /** The hash function of the gABI, 28 bits. */
  public static long hash(String name) {
    long h = 0;
    for (byte b : Names.encode(name)) {
      h = (h << 4) + (b & 0xff);
      long g = h & 0xf000_0000L;
      h = (h ^ g >>> 24) & ~g & 0xffff_ffffL;
    }
    return h;
  }
}
