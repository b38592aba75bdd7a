package dev.elfwright.census.store;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the rows of tables are kept, whoever writes them. */
public final class TableLayout {
  /** Tables that are made anew from all others, and lie in the generation. */
  public static final List<String> DERIVED = List.of("loads", "bindings");

  /** Rows of these are a unit's; those of others a content's, but for {@code errors}. */
  private static final Set<String> OF_UNITS =
      Set.of("units", "packages", "relations", "maintainer_scripts", "files", "loader_paths");

  private static final Map<String, List<String>> ORDER =
      Map.ofEntries(
          Map.entry("files", List.of("path")),
          Map.entry("symbols", List.of("name", "content")),
          Map.entry("relocations", List.of("symbol", "content")),
          Map.entry("versions", List.of("name", "content")),
          Map.entry("needed", List.of("name", "content")),
          Map.entry("units", List.of("path")),
          Map.entry("packages", List.of("package")),
          Map.entry("relations", List.of("package")),
          Map.entry("maintainer_scripts", List.of("package")),
          Map.entry("loader_paths", List.of("file", "position")),
          Map.entry("errors", List.of("path")),
          Map.entry("loads", List.of("origin", "path", "position")),
          Map.entry("bindings", List.of("symbol", "path")));

  /** Columns of large tables that have few different texts. */
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "symbols", List.of("version", "library", "binding", "type", "visibility"),
          "relocations", List.of("type"));

  private TableLayout() {}

  /** Whether its rows are a unit's. */
  public static boolean isOfUnits(String table) {
    return OF_UNITS.contains(table);
  }

  /** The columns of a table, none of its order, that have few different texts in many rows. */
  static List<String> words(String table) {
    return WORDS.getOrDefault(table, List.of());
  }

  /** The columns by which a table is sorted: those by which questions look for rows. */
  public static List<String> order(String table) {
    return ORDER.getOrDefault(table, List.of("content"));
  }
}
