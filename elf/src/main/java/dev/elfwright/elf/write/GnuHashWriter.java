package dev.elfwright.elf.write;

import dev.elfwright.elf.GnuHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
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
  private final int shift;

  /** From the bits of a word to the number of words in the filter. */
  private final IntUnaryOperator words;

  private GnuHashWriter(List<String> names, int buckets, int shift, IntUnaryOperator words) {
    int count = names.size();
    this.buckets = buckets;
    this.shift = shift;
    this.words = words;
    int[] unsorted = names.stream().mapToInt(GnuHash::hash).toArray();
    this.order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingInt(i -> bucketOf(unsorted[i])))
            .toList();
    this.hashes = order.stream().mapToInt(i -> unsorted[i]).toArray();
  }

  /** A table over the symbols with these names, of which several may be equal. */
  public static GnuHashWriter of(List<String> names) {
    // The loader masks instead of dividing: the number of words is a power of two.
    long bits = names.size() * BITS;
    return new GnuHashWriter(
        names,
        Math.max(1, names.size() / 4),
        SHIFT,
        word -> Math.toIntExact(Long.highestOneBit(Math.max(1, bits / word))));
  }

  /**
   * A table over other names, with the numbers of buckets and filter words of one that is there.
   */
  public static GnuHashWriter like(GnuHash before, List<String> names) {
    return new GnuHashWriter(
        names, (int) before.bucketCount(), before.bloomShift(), _ -> (int) before.bloomSize());
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
    header.i32(buckets).i32(firstSymbol).i32(filter.length).i32(shift);
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
    return bucketOf(hashes[i]);
  }

  private int bucketOf(int hash) {
    return buckets == 0 ? 0 : Integer.remainderUnsigned(hash, buckets);
  }

  private long[] filter(int bits) {
    long[] filter = new long[words.applyAsInt(bits)];
    for (int i = 0; i < hashes.length && filter.length > 0; i++) {
      int hash = hashes[i];
      int word = Integer.remainderUnsigned(Integer.divideUnsigned(hash, bits), filter.length);
      filter[word] |= 1L << (hash & bits - 1) | 1L << (hash >>> shift & bits - 1);
    }
    return filter;
  }
}
