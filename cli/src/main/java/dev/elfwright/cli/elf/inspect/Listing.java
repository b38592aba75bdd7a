package dev.elfwright.cli.elf.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A part of a file as a table. Rows are made while they are printed, so tables may be of any
 * length.
 *
 * @param name the name in JSON
 * @param title the heading of the text
 * @param columns the columns
 * @param rows as many values each: strings for words and names, maps for counts, {@code Long}s for
 *     everything else
 */
record Listing(
    String name, String title, List<Column> columns, Supplier<Stream<List<Object>>> rows) {

  /** The rows as JSON shows them. */
  Stream<Map<String, Object>> objects() {
    return rows.get().map(this::object);
  }

  private Map<String, Object> object(List<Object> row) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.get(i).name(), row.get(i));
    }
    return object;
  }
}
