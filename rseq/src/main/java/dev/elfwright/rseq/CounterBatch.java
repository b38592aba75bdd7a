package dev.elfwright.rseq;

import dev.elfwright.rseq.percpu.Sections;
import dev.elfwright.rseq.percpu.Strips;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Counters that are added to together: one native call for all, and a section for each: 1 to 2 ns a
 * counter from eight counters on.
 *
 * <p>Each addition is exact, but they are not one: a reader may see some of them and not yet the
 * others, and they may happen on different CPUs. What has to change at once is a {@link
 * PerCpuTuple}.
 *
 * <p>For all threads; it holds nothing that changes.
 */
public final class CounterBatch {
  private final PerCpuCounters counters;
  private final Strips strips;
  private final long directory;
  private final long field;
  private final int[] numbers;
  private final MemorySegment places;
  private final long address;

  CounterBatch(PerCpuCounters counters, int[] numbers) {
    if (numbers.length == 0) {
      throw new IllegalArgumentException("a batch of no counters");
    }
    this.counters = counters;
    this.strips = counters.strips();
    this.directory = strips.directory();
    this.field = strips.field();
    this.numbers = numbers;
    this.places = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, numbers.length);
    this.address = places.address();
    for (int i = 0; i < numbers.length; i++) {
      places.setAtIndex(
          ValueLayout.JAVA_LONG, i, 8L * Objects.checkIndex(numbers[i], counters.size()));
    }
  }

  /** How many counters there are. */
  public int size() {
    return numbers.length;
  }

  /** Adds 1 to each. */
  public void increment() {
    add(1);
  }

  /**
   * Adds the same to each.
   *
   * @throws IllegalStateException when the counters are closed
   */
  public void add(long delta) {
    long left = numbers.length;
    do {
      if (Sections.AVAILABLE) {
        left = remaining(left, Sections.addSame(directory, field, address, left, delta));
        Reference.reachabilityFence(this);
        if (left == 0) {
          return;
        }
      }
    } while (strips.prepare());
    for (int i = 0; i < left; i++) {
      counters.addUnplaced(numbers[i], delta);
    }
  }

  /**
   * Adds to each what stands at its place.
   *
   * @param deltas as many as there are counters, in their order
   * @throws IllegalArgumentException when there are more or fewer
   * @throws IllegalStateException when the counters are closed
   */
  public void add(long[] deltas) {
    if (deltas.length != numbers.length) {
      throw new IllegalArgumentException(
          "%d deltas for %d counters".formatted(deltas.length, numbers.length));
    }
    long left = numbers.length;
    do {
      if (Sections.AVAILABLE) {
        MemorySegment array = MemorySegment.ofArray(deltas);
        left = remaining(left, Sections.addEach(directory, field, address, left, array));
        Reference.reachabilityFence(this);
        if (left == 0) {
          return;
        }
      }
    } while (strips.prepare());
    for (int i = 0; i < left; i++) {
      counters.addUnplaced(numbers[i], deltas[i]);
    }
  }

  /** A thread without an area has done nothing. */
  private static long remaining(long before, long result) {
    return result < 0 ? before : result;
  }
}
