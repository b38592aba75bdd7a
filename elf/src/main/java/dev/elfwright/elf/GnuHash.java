package dev.elfwright.elf;

import java.util.function.IntConsumer;

/**
 * DT_GNU_HASH (glibc elf/dl-lookup.c, dl_setup_hash in elf/dl-setup_hash.c): nbuckets, symoffset,
 * bloom size, bloom shift of 4 bytes each; bloom words of the class's size; buckets of 4 bytes;
 * then one word of 4 bytes for each symbol from symoffset on: its hash, whose lowest bit ends a
 * chain.
 */
public final class GnuHash implements SymbolHash, SectionContent {
  private final ElfBytes in;
  private final long start;
  private final long buckets;
  private final long symbolOffset;
  private final long bloomSize;
  private final int bloomShift;
  private final long bucketsAt;
  private final long chainsAt;

  GnuHash(ElfBytes in, long start) {
    in.require(start, 16, "GNU hash table");
    this.in = in;
    this.start = start;
    this.buckets = in.u32(start);
    this.symbolOffset = in.u32(start + 4);
    this.bloomSize = in.u32(start + 8);
    this.bloomShift = in.i32(start + 12);
    this.bucketsAt = start + 16 + bloomSize * in.wordSize();
    this.chainsAt = bucketsAt + 4 * buckets;
    in.require(start, chainsAt - start, "GNU hash table");
    if (symbolOffset > Integer.MAX_VALUE) {
      throw in.malformed(
          start, "GNU hash table", "first symbol " + symbolOffset + " is impossible");
    }
  }

  /** The index of the first symbol that the table covers. */
  public int firstSymbol() {
    return (int) symbolOffset;
  }

  /** The number of buckets. */
  public long bucketCount() {
    return buckets;
  }

  /** The number of words of the Bloom filter, each as wide as an address. */
  public long bloomSize() {
    return bloomSize;
  }

  /** By how many bits the hash is shifted right for the filter's second bit. */
  public int bloomShift() {
    return bloomShift;
  }

  @Override
  public int symbolCount() {
    long last = 0;
    for (long b = 0; b < buckets; b++) {
      last = Math.max(last, in.u32(bucketsAt + 4 * b));
    }
    // Bucket 0 is empty: index 0 is the null symbol, which no table holds.
    if (last == 0 || last < symbolOffset) {
      return (int) symbolOffset;
    }
    while ((chainWord(last) & 1) == 0) {
      last++;
    }
    return index(last + 1);
  }

  /**
   * The hash of the name of a symbol that the table covers, as the table has it: bit 0 is lost.
   *
   * @param symbol at least {@link #firstSymbol} and less than {@link #symbolCount}
   */
  public int hashOf(int symbol) {
    return chainWord(symbol) & ~1;
  }

  private int index(long symbol) {
    if (symbol > Integer.MAX_VALUE) {
      throw in.malformed(start, "GNU hash table", "symbol " + symbol + " is impossible");
    }
    return (int) symbol;
  }

  private int chainWord(long symbol) {
    long at = chainsAt + 4 * (symbol - symbolOffset);
    in.require(at, 4, "GNU hash chain");
    return in.i32(at);
  }

  @Override
  public void candidates(String name, IntConsumer symbol) {
    int hash = hash(name);
    if (buckets == 0 || !mayContain(hash)) {
      return;
    }
    long index = in.u32(bucketsAt + 4 * (Integer.toUnsignedLong(hash) % buckets));
    if (index == 0) {
      return;
    }
    if (index < symbolOffset) {
      throw in.malformed(
          start, "GNU hash table", "bucket names symbol " + index + " before the first");
    }
    int word;
    do {
      word = chainWord(index);
      if ((word ^ hash) >>> 1 == 0) {
        symbol.accept(index(index));
      }
      index++;
    } while ((word & 1) == 0);
  }

  private boolean mayContain(int hash) {
    if (bloomSize == 0) {
      return false;
    }
    int bits = in.wordSize() * 8;
    long unsigned = Integer.toUnsignedLong(hash);
    long word = in.word(start + 16 + unsigned / bits % bloomSize * in.wordSize());
    // The shift count is taken modulo 32, as the loaders' machines do.
    int second = hash >>> bloomShift;
    return (word >>> unsigned % bits & word >>> Integer.toUnsignedLong(second) % bits & 1) != 0;
  }

  /** The hash function of DT_GNU_HASH: Bernstein's, times 33, from 5381. */
  public static int hash(String name) {
    int h = 5381;
    for (byte b : Names.encode(name)) {
      h = h * 33 + (b & 0xff);
    }
    return h;
  }
}
