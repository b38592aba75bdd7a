package dev.elfwright.rseq;

import dev.elfwright.rseq.kernel.Words;
import dev.elfwright.rseq.percpu.Sections;
import dev.elfwright.rseq.percpu.Strips;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many counters, side by side in the memory of each CPU: eight bytes for a counter and CPU that
 * uses it. 10,000 of them take 5 MB on 64 CPUs, where as many contended {@code LongAdder}s take 180
 * MB.
 *
 * <p>Adding takes 3 to 6 ns and orders nothing. For a single hot counter, {@link LongAdder} is as
 * good or better. Sums are exact when nobody adds meanwhile; otherwise each is a value that the
 * counter had, or could have had with the same additions in another order.
 *
 * {@snippet file="dev/elfwright/rseq/RseqSnippetsTest.java" region="counters"}
 */
public final class PerCpuCounters implements AutoCloseable {
  private final Strips strips;
  private final long directory;
  private final long field;
  private volatile int size;
  // Guarded by the lock of strips.
  private long[] retired;
  private volatile AtomicReferenceArray<LongAdder> unplaced;

  /**
   * Counters from 0 to {@code size - 1}, each at 0.
   *
   * @throws IllegalArgumentException when size is below 1
   */
  public PerCpuCounters(int size) {
    this(size, Index.CPU);
  }

  /** The same, with a choice of what each thread's part is found by. */
  public PerCpuCounters(int size, Index index) {
    if (size < 1) {
      throw new IllegalArgumentException("size " + size + ", expected at least 1");
    }
    this.size = size;
    retired = new long[size];
    unplaced = new AtomicReferenceArray<>(size);
    strips = new Strips("these counters", index.field(), 8L * size, _ -> {});
    directory = strips.directory();
    field = strips.field();
  }

  /** How many counters there are. */
  public int size() {
    return size;
  }

  /** Adds 1 to a counter. */
  public void increment(int counter) {
    add(counter, 1);
  }

  /**
   * Adds to a counter.
   *
   * @throws IndexOutOfBoundsException when there is no such counter
   * @throws IllegalStateException when this is closed
   */
  public void add(int counter, long delta) {
    Objects.checkIndex(counter, size);
    do {
      if (Sections.AVAILABLE && Sections.add(directory, field, 8L * counter, delta) == 0) {
        Reference.reachabilityFence(strips);
        return;
      }
    } while (strips.prepare());
    addUnplaced(counter, delta);
  }

  /** For threads that have no CPU, or are on one that came with a move to another machine. */
  void addUnplaced(int counter, long delta) {
    AtomicReferenceArray<LongAdder> adders = unplaced;
    LongAdder adder = adders.get(counter);
    if (adder == null) {
      adders.compareAndSet(counter, null, new LongAdder());
      adder = adders.get(counter);
    }
    adder.add(delta);
  }

  private static long sumUnplaced(AtomicReferenceArray<LongAdder> adders, int counter) {
    LongAdder adder = adders.get(counter);
    return adder == null ? 0 : adder.sum();
  }

  Strips strips() {
    return strips;
  }

  /** One of the counters, as an object; costs nothing but the object. */
  public PerCpuCounter counter(int counter) {
    return new PerCpuCounter(this, Objects.checkIndex(counter, size));
  }

  /** Several of the counters that are added to at the same place in the program. */
  public CounterBatch batch(int... counters) {
    return new CounterBatch(this, counters.clone());
  }

  /**
   * The sum of a counter.
   *
   * @throws IndexOutOfBoundsException when there is no such counter
   * @throws IllegalStateException when this is closed
   */
  public long sum(int counter) {
    Objects.checkIndex(counter, size);
    long[] sum = new long[1];
    strips.locked(() ->
        sum[0] =
            strips.sum(s -> Words.getAcquire(s + 8L * counter))
                + retired[counter]
                + sumUnplaced(unplaced, counter));
    return sum[0];
  }

  /** The sums of all counters, by their numbers. */
  public long[] sums() {
    long[][] result = new long[1][];
    strips.locked(() -> {
      long[] sums = retired.clone();
      strips.forEach(s -> addTo(sums, s, sums.length));
      for (int i = 0; i < sums.length; i++) {
        sums[i] += sumUnplaced(unplaced, i);
      }
      result[0] = sums;
    });
    return result[0];
  }

  private static void addTo(long[] sums, long strip, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += Words.getAcquire(strip + 8L * i);
    }
  }

  /**
   * The sums of all counters, which then begin again at 0. Exact: each addition is in this sum or
   * in the next, whoever adds meanwhile. (Without sections, for counters of {@code LongAdder}s,
   * this holds too: those are exchanged.)
   */
  public long[] sumsThenReset() {
    long[][] result = new long[1][];
    strips.locked(() -> {
      int count = size;
      strips.replaceAll(s -> addTo(retired, s, count));
      long[] sums = retired;
      retired = new long[count];
      takeUnplaced(sums);
      result[0] = sums;
    });
    return result[0];
  }

  /** A LongAdder is not taken away from those who add: what it has is subtracted from it. */
  private void takeUnplaced(long[] sums) {
    for (int i = 0; i < sums.length; i++) {
      LongAdder adder = unplaced.get(i);
      if (adder != null) {
        long sum = adder.sum();
        adder.add(-sum);
        sums[i] += sum;
      }
    }
  }

  /**
   * Makes room for more counters, while others are added to. Batches and counters stay valid.
   *
   * @throws IllegalArgumentException when that would take counters away
   */
  public void grow(int newSize) {
    strips.locked(() -> {
      int oldSize = size;
      if (newSize < oldSize) {
        throw new IllegalArgumentException(
            "size %d, but there are %d counters".formatted(newSize, oldSize));
      }
      retired = Arrays.copyOf(retired, newSize);
      // The adders themselves move, so nothing that is being added is lost.
      var adders = new AtomicReferenceArray<LongAdder>(newSize);
      for (int i = 0; i < oldSize; i++) {
        unplaced.compareAndSet(i, null, new LongAdder());
        adders.set(i, unplaced.get(i));
      }
      unplaced = adders;
      strips.resize(8L * newSize, _ -> {}, s -> addTo(retired, s, oldSize));
      size = newSize;
    });
  }

  /** How many bytes the counters take in the memory of CPUs, those that have been used. */
  public long memory() {
    return strips.sum(_ -> 8L * size);
  }

  @Override
  public void close() {
    strips.close();
  }
}
