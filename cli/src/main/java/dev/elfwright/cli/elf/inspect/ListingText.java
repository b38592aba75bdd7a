package dev.elfwright.cli.elf.inspect;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Prints listings with aligned columns. The first rows decide about widths; the rest streams. */
final class ListingText {
  private static final int ROWS_FOR_WIDTHS = 512;

  private final PrintStream out;

  ListingText(PrintStream out) {
    this.out = out;
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
    out.println(listing.title());
    first.forEach(row -> line(columns, widths, row));
    while (rows.hasNext()) {
      line(columns, widths, cells(columns, rows.next()));
    }
  }

  private static List<String> cells(List<Column> columns, List<Object> row) {
    List<String> cells = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      cells.add(columns.get(i).text(row.get(i)));
    }
    return cells;
  }

  private void line(List<Column> columns, int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String padding = " ".repeat(Math.max(0, widths[i] - cell.length()));
      boolean left = columns.get(i).kind() == Column.Kind.WORD;
      line.append("  ").append(left ? cell : padding).append(left ? padding : cell);
    }
    out.println(line.toString().stripTrailing());
  }
}
