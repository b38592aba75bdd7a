package dev.elfwright.census.facts;

import java.util.ArrayList;
import java.util.List;

/** Rows that are handed on later, all or none. */
public final class RowList implements Rows {
  private record Row(String table, Object[] values) {}

  private final List<Row> rows = new ArrayList<>();

  @Override
  public void add(String table, Object... values) {
    rows.add(new Row(table, values));
  }

  /** Hands all of them on. */
  public void into(Rows target) {
    rows.forEach(r -> target.add(r.table(), r.values()));
  }
}
