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
    duck.run(
        "CREATE OR REPLACE TEMP TABLE alive_contents AS SELECT DISTINCT content FROM files"
            + " JOIN alive_units USING (unit) WHERE content != ''");
    for (Table table : Tables.all().values()) {
      if (!TableLayout.DERIVED.contains(table.name())) {
        duck.copy(select(table), next.file(table.name()));
      }
    }
    return next;
  }

  private static String select(Table table) {
    String name = table.name();
    String alive = "unit IN (FROM alive_units)";
    String rows =
        switch (name) {
          case "units" ->
              // The same content under several paths is one unit.
              "SELECT DISTINCT ON (unit) * FROM units WHERE " + alive;
          case "errors" ->
              "SELECT DISTINCT * FROM errors WHERE %s OR content IN (FROM alive_contents)"
                  .formatted(alive);
          default ->
              TableLayout.isOfUnits(name)
                  // Parts that were begun twice, because a scan was interrupted, have equal rows.
                  ? "SELECT DISTINCT * FROM %s WHERE %s".formatted(name, alive)
                  : "SELECT * FROM %s WHERE content IN (FROM alive_contents)".formatted(name);
        };
    return rows + " ORDER BY " + String.join(", ", TableLayout.order(name));
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
