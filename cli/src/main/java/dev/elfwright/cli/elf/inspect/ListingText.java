package dev.elfwright.cli.elf.inspect;

import dev.elfwright.cli.output.Ink;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;

/** Prints listings with aligned columns. The first rows decide about widths; the rest streams. */
final class ListingText {
  private static final int ROWS_FOR_WIDTHS = 512;

  private final PrintStream out;
  private final Ink ink;

  ListingText(PrintStream out, Ink ink) {
    this.out = out;
    this.ink = ink;
  }

  /** Prints the listing under its title, or nothing when it has no rows. */
  void print(Listing listing) {
    Iterator<List<Object>> rows = listing.rows().get().iterator();
    if (!rows.hasNext()) {
      return;
    }
    List<Column> columns = listing.columns();
    List<List<String>> first = new ArrayList<>();
    first.add(columns.stream().map(Column::name).toList());
    while (rows.hasNext() && first.size() < ROWS_FOR_WIDTHS) {
      first.add(cells(columns, rows.next()));
    }
    int[] widths = new int[columns.size()];
    for (List<String> row : first) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    // Not line by line: a print stream passes each through four buffers, 20 us at start-up.
    StringBuilder text = new StringBuilder();
    text.append('\n').append(ink.title(listing.title())).append('\n');
    line(text, columns, widths, first.removeFirst(), (_, cell) -> ink.aside(cell));
    for (List<String> row : first) {
      line(text, columns, widths, row, this::paint);
    }
    out.print(text);
    while (rows.hasNext()) {
      text.setLength(0);
      line(text, columns, widths, cells(columns, rows.next()), this::paint);
      out.print(text);
    }
  }

  private static List<String> cells(List<Column> columns, List<Object> row) {
    List<String> cells = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      cells.add(columns.get(i).text(row.get(i)));
    }
    return cells;
  }

  private String paint(Column.Kind kind, String cell) {
    return switch (kind) {
      case NAME -> ink.name(cell);
      case ADDRESS -> ink.number(cell);
      case WORD, NUMBER, SIZE, COUNTS -> cell;
    };
  }

  /** Spaces are put in as they are needed, so that none end a line. */
  private void line(
      StringBuilder text,
      List<Column> columns,
      int[] widths,
      List<String> cells,
      BiFunction<Column.Kind, String, String> paint) {
    int spaces = 0;
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      Column.Kind kind = columns.get(i).kind();
      int padding = Math.max(0, widths[i] - cell.length());
      spaces += 2 + (kind.isLeft() ? 0 : padding);
      if (!cell.isEmpty()) {
        text.repeat(' ', spaces).append(paint.apply(kind, cell));
        spaces = 0;
      }
      spaces += kind.isLeft() ? padding : 0;
    }
    text.append('\n');
  }
}
