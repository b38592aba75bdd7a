package dev.elfwright.report;

import java.util.List;

/** Draws bars with the block elements of Unicode (U+2588 to U+2590), an eighth of a column fine. */
final class BarText {
  private static final int LEAST = 20;
  private static final int LONGEST_NAME = 40;

  /** U+258F is an eighth of a block, U+2588 a whole one. */
  private static final char WHOLE = '█';

  private static final int EIGHTHS = 8;
  private static final char RIGHT_HALF = '▐';

  private final BarChart chart;
  private final int names;
  private final int room;
  private final int leftRoom;

  BarText(BarChart chart, int columns) {
    if (columns < LEAST) {
      throw new IllegalArgumentException("expected at least " + LEAST + " columns: " + columns);
    }
    this.chart = chart;
    List<BarChart.Bar> bars = chart.bars();
    int values = bars.stream().mapToInt(b -> b.shown().length()).max().orElse(0);
    int longest = bars.stream().mapToInt(b -> length(b.name())).max().orElse(0);
    this.names = Math.min(longest, Math.min(LONGEST_NAME, columns / 2));
    this.room = Math.max(1, columns - names - values - 2);
    this.leftRoom = (int) Math.ceil(room * chart.share());
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (BarChart.Bar bar : chart.bars()) {
      String name = shortened(bar.name());
      out.append(name).repeat(' ', names - length(name) + 1);
      draw(out, bar.value());
      out.append(' ').append(bar.shown()).append('\n');
    }
    return out.toString();
  }

  private String shortened(String name) {
    return length(name) <= names
        ? name
        : name.substring(0, name.offsetByCodePoints(0, names - 1)) + "…";
  }

  /** Bars to the left end at the line from which those to the right begin. */
  private void draw(StringBuilder out, double value) {
    if (value < 0) {
      long halves = Math.max(1, Math.round(2 * leftRoom * (-value / chart.left())));
      int blocks = (int) (halves / 2);
      boolean half = halves % 2 == 1;
      out.repeat(' ', leftRoom - blocks - (half ? 1 : 0));
      out.append(half ? String.valueOf(RIGHT_HALF) : "").repeat(WHOLE, blocks);
      return;
    }
    out.repeat(' ', leftRoom);
    if (value > 0) {
      // What is not nothing is seen.
      long eighths = Math.max(1, Math.round(EIGHTHS * (room - leftRoom) * (value / chart.right())));
      out.repeat(WHOLE, (int) (eighths / EIGHTHS));
      int rest = (int) (eighths % EIGHTHS);
      out.append(rest == 0 ? "" : String.valueOf((char) (WHOLE + EIGHTHS - rest)));
    }
  }
}
