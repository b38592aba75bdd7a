package dev.elfwright.link.measure;

/**
 * How many times as long A takes as B.
 *
 * @param value the ratio of the medians; above 1 B is faster
 * @param low lower end of the confidence interval
 * @param high upper end of it
 * @param confidence how often such an interval holds the true ratio, 0.95 for 95 %
 */
public record Ratio(double value, double low, double high, double confidence) {

  /** Whether the interval excludes 1, so one side is faster beyond what chance explains. */
  public boolean isDifference() {
    return low > 1 || high < 1;
  }
}
