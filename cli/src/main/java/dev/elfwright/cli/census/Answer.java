package dev.elfwright.cli.census;

import dev.elfwright.census.Census;
import dev.elfwright.census.CsvAnswer;
import dev.elfwright.cli.output.Json;
import dev.elfwright.elf.Names;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Prints an answer as it comes. */
abstract class Answer implements Census.RowVisitor, AutoCloseable {
  final PrintStream out;
  long rows;

  Answer(PrintStream out) {
    this.out = out;
  }

  /** The end of what is printed. */
  @Override
  public abstract void close();

  long rows() {
    return rows;
  }

  /** Whether a type of SQL is one of numbers. */
  static boolean isNumber(String type) {
    return type.matches("(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)");
  }

  /** Comma-separated values. */
  static final class Csv extends Answer {
    private final CsvAnswer lines;

    Csv(PrintStream out) {
      super(out);
      this.lines = new CsvAnswer(out);
    }

    @Override
    public void columns(List<String> names, List<String> types) throws IOException {
      lines.columns(names, types);
    }

    @Override
    public void row(List<?> values) throws IOException {
      rows++;
      lines.row(values);
    }

    @Override
    public void close() {}
  }

  /** An array of objects. */
  static final class JsonArray extends Answer {
    private final Json json;
    private List<String> names = List.of();

    JsonArray(PrintStream out) {
      super(out);
      this.json = Json.array(out);
    }

    @Override
    public void columns(List<String> found, List<String> types) {
      names = found;
    }

    @Override
    public void row(List<?> values) {
      rows++;
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        object.put(names.get(i), values.get(i));
      }
      json.add(object);
    }

    @Override
    public void close() {
      json.close();
    }
  }

  /** Columns of text; widths are those of the first rows, so that long answers need no memory. */
  static final class Text extends Answer {
    private static final int MEASURED = 2000;

    private final List<List<String>> held = new ArrayList<>();
    private final int longest;
    private List<Boolean> right = List.of();
    private int[] widths = {};

    /**
     * A table.
     *
     * @param longest rows that are printed; the others are counted
     */
    Text(PrintStream out, int longest) {
      super(out);
      this.longest = longest;
    }

    @Override
    public void columns(List<String> names, List<String> types) {
      right = types.stream().map(Answer::isNumber).toList();
      held.add(names);
    }

    @Override
    public void row(List<?> values) {
      rows++;
      if (rows > longest) {
        return;
      }
      held.add(values.stream().map(v -> Names.printable(Objects.toString(v, ""))).toList());
      if (held.size() > MEASURED) {
        print();
      }
    }

    private void print() {
      if (widths.length == 0 && !held.isEmpty()) {
        widths = new int[right.size()];
        for (List<String> row : held) {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        }
      }
      for (List<String> row : held) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
          String padding = " ".repeat(Math.max(0, widths[i] - row.get(i).length()));
          line.append(i == 0 ? "" : "  ");
          line.append(right.get(i) ? padding + row.get(i) : row.get(i) + padding);
        }
        out.println(line.toString().stripTrailing());
      }
      held.clear();
    }

    @Override
    public void close() {
      print();
      if (rows > longest) {
        out.printf("... %d rows in all%n", rows);
      }
    }
  }
}
