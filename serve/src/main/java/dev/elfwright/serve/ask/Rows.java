package dev.elfwright.serve.ask;

import dev.elfwright.census.Census;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps an answer. */
public final class Rows implements Census.RowVisitor {
  private final List<String> names = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  @Override
  public void columns(List<String> found, List<String> their) {
    names.addAll(found);
    types.addAll(their);
  }

  @Override
  public void row(List<?> values) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      row.put(names.get(i), values.get(i));
    }
    rows.add(new Row(row));
  }

  /** What the columns are called. */
  public List<String> names() {
    return names;
  }

  /** Whether a column holds numbers, by its type in SQL. */
  public boolean isNumber(int column) {
    return types.get(column).matches("(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)");
  }

  /** The rows. */
  public List<Row> all() {
    return rows;
  }
}
