package dev.elfwright.census.store;

import dev.elfwright.census.Tables;
import dev.elfwright.census.Tables.Table;
import dev.elfwright.census.store.Sources.Source;
import java.io.IOException;
import java.util.List;

/**
 * Makes one part of all parts, of what the sources lead to and nothing else: rows of units that
 * were read in part, of files that have changed and of contents that nobody has any more are left
 * out. Rows lie in the order in which questions look for them.
 */
public final class Merge {
  private final Duck duck;
  private final CensusFolder folder;

  /** A merge of a census's parts. */
  public Merge(Duck duck, CensusFolder folder) {
    this.duck = duck;
    this.folder = folder;
  }

  /** Makes a view of a table over all parts. */
  public static void view(Duck duck, CensusFolder folder, String table) throws IOException {
    duck.view(Tables.named(table), Generation.filesIn(folder, folder.allParts(), table));
  }

  /** Merges; nobody sees it before it is published. */
  public PendingGeneration generation(long number, List<Source> sources) throws IOException {
    PendingGeneration next = new PendingGeneration(folder, number);
    writeSources(sources, next);
    duck.run("DROP VIEW IF EXISTS sources");
    for (String table : Tables.all().keySet()) {
      if (!TableLayout.DERIVED.contains(table)) {
        view(duck, folder, table);
      }
    }
    duck.run(
        "CREATE OR REPLACE TEMP TABLE alive_units AS SELECT DISTINCT unit FROM units"
            + " JOIN pending_sources USING (unit)");
    words(
        "alive_content",
        "SELECT DISTINCT content FROM files JOIN alive_units USING (unit)"
            + " WHERE content != '' ORDER BY content");
    for (Table table : Tables.all().values()) {
      if (!TableLayout.DERIVED.contains(table.name())) {
        for (String column : TableLayout.words(table.name())) {
          words(
              type(table.name(), column),
              "SELECT DISTINCT %s FROM %s".formatted(column, table.name()));
        }
        duck.copy(select(table), next.file(table.name()));
      }
    }
    return next;
  }

  /** Makes a type of the texts that a query answers; its values are kept as their numbers. */
  private void words(String type, String texts) throws IOException {
    duck.run("DROP TYPE IF EXISTS " + type);
    duck.run("CREATE TYPE %s AS ENUM (%s)".formatted(type, texts));
  }

  private static String select(Table table) {
    String name = table.name();
    String order = " ORDER BY " + String.join(", ", TableLayout.order(name));
    String alive = "unit IN (FROM alive_units)";
    return switch (name) {
      case "units" ->
          // The same content under several paths is one unit.
          "SELECT DISTINCT ON (unit) * FROM units WHERE " + alive + order;
      case "errors" ->
          "SELECT DISTINCT * FROM errors WHERE %s OR TRY_CAST(content AS alive_content) NOTNULL%s"
              .formatted(alive, order);
      default ->
          TableLayout.isOfUnits(name)
              // Parts that were begun twice, because a scan was interrupted, have equal rows.
              ? "SELECT DISTINCT * FROM %s WHERE %s%s".formatted(name, alive, order)
              : ofContents(name, order);
    };
  }

  /**
   * Sorting moves rows as a whole, and what is widest in them are digests of contents and words
   * that come again and again. As numbers, in the same order, they take half of the time.
   */
  private static String ofContents(String table, String order) {
    StringBuilder numbers = new StringBuilder("TRY_CAST(content AS alive_content) AS content");
    StringBuilder texts = new StringBuilder("CAST(content AS VARCHAR) AS content");
    for (String column : TableLayout.words(table)) {
      numbers.append(", CAST(%1$s AS %2$s) AS %1$s".formatted(column, type(table, column)));
      texts.append(", CAST(%1$s AS VARCHAR) AS %1$s".formatted(column));
    }
    return """
    SELECT * REPLACE (%s) FROM (
      FROM (SELECT * REPLACE (%s) FROM %s) WHERE content NOTNULL%s)
    """
        .formatted(texts, numbers, table, order);
  }

  private static String type(String table, String column) {
    return table + "_" + column;
  }

  private void writeSources(List<Source> sources, PendingGeneration next) throws IOException {
    duck.run("CREATE OR REPLACE TABLE pending_sources (%s)".formatted(Sources.TABLE.declaration()));
    duck.appending(
        "pending_sources",
        rows -> {
          for (Source s : sources) {
            rows.add(s.argument(), s.path(), s.stamp(), s.unit());
          }
        });
    duck.copy("FROM pending_sources", next.sources());
  }
}
