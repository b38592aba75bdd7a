package dev.elfwright.link.measure;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What was measured of one of the two programs.
 *
 * @param launch how it was started
 * @param runs the timed runs in order
 * @param timeLine medians over the traced runs; empty when none were made
 * @param systemCalls of one run; empty when it was not traced
 * @param memory of the same run, just before its end
 * @param images the files that ran in the process one after the other, of the last traced run
 */
public record Side(
    Launch launch,
    List<Run> runs,
    Optional<TimeLine> timeLine,
    Optional<SystemCalls> systemCalls,
    Optional<MemoryUse> memory,
    List<Path> images) {

  /** Copies the lists. */
  public Side {
    runs = List.copyOf(runs);
    images = List.copyOf(images);
  }

  static Side untraced(Launch launch, List<Run> runs) {
    return new Side(launch, runs, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  /** Median wall time in nanoseconds. */
  public double medianNanos() {
    return median(Run::wallNanos);
  }

  /** Median number of page faults. */
  public double medianFaults() {
    return median(Run::faults);
  }

  /** Median of one column of the runs. */
  public double median(ToLongFunction<Run> column) {
    return Statistics.median(column(column));
  }

  /** The value below which the share {@code q} of the runs lies, in nanoseconds. */
  public double wallQuantile(double q) {
    double[] sorted = column(Run::wallNanos);
    Arrays.sort(sorted);
    return Statistics.quantileOfSorted(sorted, q);
  }

  /** How every run ended. */
  public ExitStatus status() {
    return runs.getFirst().status();
  }

  double[] column(ToLongFunction<Run> column) {
    return runs.stream().mapToDouble(column::applyAsLong).toArray();
  }
}
