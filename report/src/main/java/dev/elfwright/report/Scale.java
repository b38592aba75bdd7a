package dev.elfwright.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis from 0. Positions are percentages of the chart's width: with those in place of user
 * units a chart grows and shrinks with the page while its text keeps its size.
 *
 * @param max the value at the right end
 */
record Scale(double max) {
  private static final int TICKS = 5;

  /** An axis that ends a little after the largest value. */
  static Scale upTo(double largest) {
    return new Scale(largest <= 0 ? 1 : largest * 1.02);
  }

  /** Where a value is, such as {@code 12.34%}; values beyond the end are at the end. */
  String at(double value) {
    return percent(100 * Math.min(value, max) / max);
  }

  static String percent(double percent) {
    return String.format(Locale.ROOT, "%.3f%%", percent);
  }

  /** Round values, 0 first. */
  List<Double> ticks() {
    double rough = max / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double lead = rough / power;
    double step = power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (double t = 0; t <= max; t += step) {
      ticks.add(t);
    }
    return ticks;
  }
}
