package dev.elfwright.census.facts;

/** Takes rows of the tables that {@link dev.elfwright.census.Tables} describes. */
@FunctionalInterface
public interface Rows {
  /**
   * Takes a row.
   *
   * @param table the table's name
   * @param values of all columns in their order: String, Long, Integer or Boolean
   */
  void add(String table, Object... values);
}
