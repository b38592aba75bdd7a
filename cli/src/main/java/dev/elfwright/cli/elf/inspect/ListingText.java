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
    out.println();
    out.println(ink.title(listing.title()));
    line(columns, widths, first.removeFirst(), (_, cell) -> ink.aside(cell));
    first.forEach(row -> line(columns, widths, row, this::paint));
    while (rows.hasNext()) {
      line(columns, widths, cells(columns, rows.next()), this::paint);
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
      List<Column> columns,
      int[] widths,
      List<String> cells,
      BiFunction<Column.Kind, String, String> paint) {
    StringBuilder line = new StringBuilder();
    int spaces = 0;
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      Column.Kind kind = columns.get(i).kind();
      int padding = Math.max(0, widths[i] - cell.length());
      spaces += 2 + (kind.isLeft() ? 0 : padding);
      if (!cell.isEmpty()) {
        line.append(" ".repeat(spaces)).append(paint.apply(kind, cell));
        spaces = 0;
      }
      spaces += kind.isLeft() ? padding : 0;
    }
    out.println(line);
  }
}
