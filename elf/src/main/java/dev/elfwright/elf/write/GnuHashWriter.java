package dev.elfwright.elf.write;

import dev.elfwright.elf.GnuHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes DT_GNU_HASH tables, whose layout stands at {@link GnuHash}. The table wants the symbols
 * that it covers last in the symbol table and sorted by bucket, so writing one has two steps: bring
 * the symbols into {@link #order}, then {@link #encode}.
 */
public final class GnuHashWriter {
  /** The filter's second bit comes from hash bits that the bucket does not depend on much (lld). */
  private static final int SHIFT = 26;

  /** Filter bits for each symbol: one name in fifty that is not there passes (lld). */
  private static final long BITS = 12;

  private final int[] hashes;
  private final List<Integer> order;
  private final int buckets;

  private GnuHashWriter(List<String> names) {
    int count = names.size();
    this.buckets = Math.max(1, count / 4);
    int[] unsorted = names.stream().mapToInt(GnuHash::hash).toArray();
    this.order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingInt(i -> Integer.remainderUnsigned(unsorted[i], buckets)))
            .toList();
    this.hashes = order.stream().mapToInt(i -> unsorted[i]).toArray();
  }

  /** A table over the symbols with these names, of which several may be equal. */
  public static GnuHashWriter of(List<String> names) {
    return new GnuHashWriter(names);
  }

  /** Which name comes first, second and so on; those of one bucket stay as they came. */
  public List<Integer> order() {
    return order;
  }

  /**
   * The table.
   *
   * @param firstSymbol the index of the first symbol it covers
   * @param is64 whether the class is ELFCLASS64
   */
  public MemorySegment encode(int firstSymbol, boolean is64, ByteOrder order) {
    long[] filter = filter(is64 ? 64 : 32);
    long bucketsAt = 16 + (long) filter.length * (is64 ? 8 : 4);
    long size = bucketsAt + 4L * buckets + 4L * hashes.length;
    MemorySegment out = Arena.ofAuto().allocate(size);
    FieldWriter header = new FieldWriter(out, 0, is64, order);
    header.i32(buckets).i32(firstSymbol).i32(filter.length).i32(SHIFT);
    for (long word : filter) {
      header.word(word, "GNU hash filter");
    }
    FieldWriter chains = new FieldWriter(out, bucketsAt + 4L * buckets, is64, order);
    for (int i = 0; i < hashes.length; i++) {
      if (i == 0 || bucket(i - 1) != bucket(i)) {
        new FieldWriter(out, bucketsAt + 4L * bucket(i), is64, order).i32(firstSymbol + i);
      }
      boolean last = i + 1 == hashes.length || bucket(i + 1) != bucket(i);
      chains.i32(last ? hashes[i] | 1 : hashes[i] & ~1);
    }
    return out;
  }

  private int bucket(int i) {
    return Integer.remainderUnsigned(hashes[i], buckets);
  }

  /** The loader masks instead of dividing: the number of words is a power of two. */
  private long[] filter(int bits) {
    long wanted = Math.max(1, hashes.length * BITS / bits);
    long[] filter = new long[Math.toIntExact(Long.highestOneBit(wanted))];
    for (int hash : hashes) {
      int word = Integer.divideUnsigned(hash, bits) & (filter.length - 1);
      filter[word] |= 1L << (hash & bits - 1) | 1L << (hash >>> SHIFT & bits - 1);
    }
    return filter;
  }
}
