package dev.elfwright.report;

import java.util.List;
import java.util.Locale;

/** How a number is written. */
public enum Unit {
  /** The value is in nanoseconds. */
  DURATION {
    @Override
    public String format(double nanos) {
      double size = Math.abs(nanos);
      if (size == 0) {
        return "0";
      }
      if (size < 1e3) {
        return digits(nanos) + " ns";
      }
      if (size < 999.5e3) {
        return digits(nanos / 1e3) + " µs";
      }
      return size < 999.5e6 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
    }
  },

  /** The value is a count. */
  COUNT {
    @Override
    public String format(double count) {
      return String.format(Locale.ROOT, "%,.0f", count).replace(',', '\u202f');
    }
  },

  /** The value is in bytes. */
  BYTES {
    @Override
    public String format(double bytes) {
      if (bytes < 1024) {
        return digits(bytes) + " B";
      }
      double size = bytes / 1024;
      for (String unit : List.of("KiB", "MiB", "GiB")) {
        if (size < 999.5) {
          return digits(size) + ' ' + unit;
        }
        size /= 1024;
      }
      return digits(size) + " TiB";
    }
  },

  /** The value says how many times. */
  TIMES {
    @Override
    public String format(double times) {
      return digits(times) + "×";
    }
  };

  /** The value with its unit, to three significant digits. */
  public abstract String format(double value);

  /** The value as a label of an axis, where it is round: without zeros behind the point. */
  String tick(double value) {
    return format(value).replaceFirst("\\.0+(?=\\D)|(?<=\\.\\d)0+(?=\\D)", "");
  }

  private static String digits(double value) {
    double size = Math.abs(value);
    int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
