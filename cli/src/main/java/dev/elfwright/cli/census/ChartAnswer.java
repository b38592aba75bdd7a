package dev.elfwright.cli.census;

import dev.elfwright.census.CensusException;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Names;
import dev.elfwright.report.BarChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An answer as bars: the first column is what each is about, the first column of numbers after it
 * how long it is.
 */
final class ChartAnswer extends Answer {
  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 20;

  private final List<BarChart.Bar> bars = new ArrayList<>();
  private final int longest;
  private String title = "";
  private int number;

  /**
   * A chart.
   *
   * @param longest bars that are drawn; the other rows are counted
   */
  ChartAnswer(Terminal terminal, int longest) {
    super(terminal.out());
    this.longest = longest;
  }

  @Override
  public void columns(List<String> names, List<String> types) {
    number = 1;
    while (number < types.size() && !isNumber(types.get(number))) {
      number++;
    }
    if (number >= types.size()) {
      throw new CensusException(
          "a chart needs a column of names, and then one of numbers; this answer has "
              + String.join(", ", names));
    }
    title = names.get(number) + " by " + names.getFirst();
  }

  @Override
  public void row(List<?> values) {
    rows++;
    if (rows <= longest) {
      Object value = values.get(number);
      double length = value instanceof Number known ? known.doubleValue() : 0;
      bars.add(
          new BarChart.Bar(
              Names.printable(Objects.toString(values.getFirst(), "")),
              Double.isFinite(length) ? length : 0,
              Objects.toString(value, "")));
    }
  }

  /** All bars, once the last row has come. */
  BarChart chart() {
    return new BarChart(title, bars);
  }

  @Override
  public void close() {
    if (!bars.isEmpty()) {
      out.print(chart().toText(width()));
    }
    if (rows > longest) {
      out.printf("... %d rows in all%n", rows);
    }
  }

  /** As wide as the shell says that the terminal is. */
  private static int width() {
    String columns = System.getenv().getOrDefault("COLUMNS", "");
    return columns.matches("[0-9]{1,4}")
        ? Math.max(LEAST_WIDTH, Integer.parseInt(columns))
        : USUAL_WIDTH;
  }
}
