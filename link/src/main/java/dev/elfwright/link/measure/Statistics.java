package dev.elfwright.link.measure;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Medians, and how sure one can be of their ratio. */
final class Statistics {
  private static final int RESAMPLES = 4_000;

  /** Fixed, so that the same samples give the same interval. */
  private static final long SEED = 0x0e1f_3714L;

  private Statistics() {}

  /** The middle value, or the mean of the two in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return quantileOfSorted(sorted, 0.5);
  }

  /** Linear interpolation between the neighbours of rank {@code q (n - 1)}. */
  static double quantileOfSorted(double[] sorted, double q) {
    double rank = q * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Median of {@code a} over median of {@code b}. The interval is a percentile bootstrap over
   * pairs: a pair ran back to back, so it shares what else the machine was doing.
   */
  static Ratio ratioOfMedians(double[] a, double[] b, double confidence) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    int n = a.length;
    double[] ratios = new double[RESAMPLES];
    double[] drawnA = new double[n];
    double[] drawnB = new double[n];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < n; j++) {
        int pair = random.nextInt(n);
        drawnA[j] = a[pair];
        drawnB[j] = b[pair];
      }
      ratios[i] = median(drawnA) / median(drawnB);
    }
    Arrays.sort(ratios);
    double tail = (1 - confidence) / 2;
    return new Ratio(
        median(a) / median(b),
        quantileOfSorted(ratios, tail),
        quantileOfSorted(ratios, 1 - tail),
        confidence);
  }
}
