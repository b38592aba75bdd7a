package dev.elfwright.census.scan;

import dev.elfwright.census.facts.Rows;
import dev.elfwright.packages.ControlFiles;
import dev.elfwright.packages.Dependency;
import dev.elfwright.packages.Package;
import dev.elfwright.packages.Relation;
import java.util.List;
import java.util.Locale;

/** Tables {@code packages}, {@code relations} and {@code maintainer_scripts}. */
final class PackageRows {
  private PackageRows() {}

  static void add(String unit, String origin, Package p, ControlFiles control, Rows rows) {
    add(unit, origin, p, rows);
    control
        .scripts()
        .forEach((name, text) -> {
          int lines = (int) text.chars().filter(c -> c == '\n').count();
          rows.add(
              "maintainer_scripts",
              unit,
              p.name(),
              name,
              Script.of(text, lines).interpreter(),
              lines);
        });
  }

  static void add(String unit, String origin, Package p, Rows rows) {
    rows.add(
        "packages",
        unit,
        origin,
        p.name(),
        p.version().text(),
        p.architecture(),
        p.source(),
        p.multiArch().name().toLowerCase(Locale.ROOT),
        p.essential(),
        p.priority(),
        p.installedKib());
    dependencies(unit, p, "pre-depends", p.preDepends(), rows);
    dependencies(unit, p, "depends", p.depends(), rows);
    relations(unit, p, "provides", p.provides(), rows);
    relations(unit, p, "conflicts", p.conflicts(), rows);
    relations(unit, p, "breaks", p.breaks(), rows);
    relations(unit, p, "replaces", p.replaces(), rows);
  }

  private static void dependencies(
      String unit, Package p, String kind, List<Dependency> clauses, Rows rows) {
    int clause = 0;
    for (Dependency d : clauses) {
      for (Relation r : d.alternatives()) {
        add(unit, p, kind, clause, r, rows);
      }
      clause++;
    }
  }

  private static void relations(
      String unit, Package p, String kind, List<Relation> clauses, Rows rows) {
    int clause = 0;
    for (Relation r : clauses) {
      add(unit, p, kind, clause++, r, rows);
    }
  }

  private static void add(String unit, Package p, String kind, int clause, Relation r, Rows rows) {
    rows.add(
        "relations",
        unit,
        p.name(),
        p.architecture(),
        kind,
        clause,
        r.name(),
        r.qualifier(),
        r.operator() == null ? "" : r.operator().sign(),
        r.version() == null ? "" : r.version().text());
  }
}
