package dev.elfwright.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Bars under each other on one scale, each with its name: for a terminal, or as a picture of its
 * own.
 *
 * @param title what the bars are, for the picture; may be empty
 * @param bars from top to bottom
 */
public record BarChart(String title, List<Bar> bars) {
  /**
   * A bar.
   *
   * @param name what it is about
   * @param value its length; negative ones go to the left of the others' beginning
   * @param shown the value as it is written
   */
  public record Bar(String name, double value, String shown) {
    /** Refuses what has no length. */
    public Bar {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a bar of no length: " + name);
      }
    }
  }

  /** Copies the list. */
  public BarChart {
    bars = List.copyOf(bars);
  }

  /** How far the bars go to the left, as a share of all they take, from 0 to 1. */
  double share() {
    return left() + right() == 0 ? 0 : left() / (left() + right());
  }

  /** The length of the longest negative bar. */
  double left() {
    return bars.stream().mapToDouble(b -> Math.max(0, -b.value())).max().orElse(0);
  }

  /** The length of the longest positive bar. */
  double right() {
    return bars.stream().mapToDouble(b -> Math.max(0, b.value())).max().orElse(0);
  }

  /**
   * The chart in characters, a line a bar: name, bar, value.
   *
   * @param columns how long lines may be, at least 20
   */
  public String toText(int columns) {
    return new BarText(this, columns).toString();
  }

  /** The chart as one SVG file, which needs nothing else, for light and dark surroundings. */
  public String toSvg() {
    return new BarSvg(this).toString();
  }

  /** Writes {@link #toSvg} beside a place and renames it. */
  public void writeSvg(Path file) throws IOException {
    Path place = file.toAbsolutePath();
    Path beside = place.resolveSibling(place.getFileName() + ".new");
    try {
      Files.writeString(beside, toSvg());
      Files.move(
          beside, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
