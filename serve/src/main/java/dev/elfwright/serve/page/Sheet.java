package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Column;
import dev.elfwright.report.Block.Link;
import dev.elfwright.report.Unit;
import dev.elfwright.serve.ask.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes a table of rows, column by column. */
final class Sheet {
  private static final int LONGEST = 2000;

  private final List<Row> rows;
  private final List<String> head = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private final List<Function<Row, Link>> cells = new ArrayList<>();

  private Sheet(List<Row> rows) {
    this.rows = rows;
  }

  static Sheet of(List<Row> rows) {
    return new Sheet(rows);
  }

  Sheet links(String title, Function<Row, Link> cell) {
    return column(title, Column.WORDS, cell);
  }

  /** Columns of these names, with words in them. */
  Sheet words(String... names) {
    for (String name : names) {
      links(name.replace('_', ' '), row -> Link.none(row.text(name)));
    }
    return this;
  }

  Sheet numbers(String name, Unit unit) {
    return column(
        name.replace('_', ' '), Column.NUMBERS, row -> Link.none(unit.format(row.number(name))));
  }

  Sheet hexadecimal(String... names) {
    for (String name : names) {
      column(
          name.replace('_', ' '),
          Column.NUMBERS,
          row -> Link.none("0x" + Long.toHexString(row.number(name))));
    }
    return this;
  }

  private Sheet column(String title, Column kind, Function<Row, Link> cell) {
    head.add(title);
    columns.add(kind);
    cells.add(cell);
    return this;
  }

  Block block() {
    return new Block.Listing(
        head,
        columns,
        rows.stream().map(r -> cells.stream().map(c -> shortened(c.apply(r))).toList()).toList());
  }

  /** Names come from files of anybody, and may have a megabyte. */
  static Link shortened(Link link) {
    boolean fits = link.text().length() <= LONGEST;
    return fits ? link : Link.none(link.text().substring(0, LONGEST) + "…");
  }

  /** A section of the table, or nothing where there are no rows. */
  List<Block> section(String title, Block... before) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>(List.of(before));
    blocks.add(block());
    return List.of(new Block.Section(title, blocks));
  }
}
