package dev.elfwright.link.measure;

import java.util.function.IntConsumer;

/**
 * How thoroughly to measure.
 *
 * @param pairs timed runs of each side
 * @param warmUps runs of each side before the first timed one
 * @param tracedRuns runs of each side under {@code ptrace} for the time line; 0 leaves it out, and
 *     the count of system calls with it
 * @param progress told after each pair how many are done
 */
public record MeasureOptions(int pairs, int warmUps, int tracedRuns, IntConsumer progress) {

  /** Checks the counts. */
  public MeasureOptions {
    if (pairs < 2 || warmUps < 0 || tracedRuns < 0) {
      throw new MeasureException("at least two pairs are needed, and no count may be negative");
    }
  }

  /** 50 pairs after 3 warm-ups, 21 traced runs. */
  public static MeasureOptions defaults() {
    return new MeasureOptions(50, 3, 21, _ -> {});
  }

  /** The same with another number of timed pairs. */
  public MeasureOptions withPairs(int count) {
    return new MeasureOptions(count, warmUps, tracedRuns, progress);
  }

  /** The same with another number of traced runs. */
  public MeasureOptions withTracedRuns(int count) {
    return new MeasureOptions(pairs, warmUps, count, progress);
  }

  /** The same with a listener. */
  public MeasureOptions withProgress(IntConsumer listener) {
    return new MeasureOptions(pairs, warmUps, tracedRuns, listener);
  }
}
