package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Weight;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.ask.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who depends on a package, what it depends on, and what these depend on. */
final class PackageGraph {
  private static final int MOST = 16;
  private static final int MOST_BEHIND = 24;

  private static final String DEPENDENTS =
      """
      SELECT package, count(*) OVER () AS total FROM (
        SELECT DISTINCT package FROM relations WHERE name = ? AND kind IN ('depends', 'pre-depends'))
      ORDER BY package LIMIT 16\
      """;
  private static final String NEEDS =
      """
      SELECT r.package, r.name, EXISTS (FROM packages p WHERE p.package = r.name) AS there
      FROM (SELECT DISTINCT package, name, clause FROM relations
        WHERE kind IN ('depends', 'pre-depends') AND (package = ?1 OR package IN (
          SELECT name FROM relations WHERE package = ?1 AND kind IN ('depends', 'pre-depends')))) r
      ORDER BY r.package != ?1, r.package, r.clause, r.name LIMIT 400\
      """;

  private final Connections census;
  private final List<Block.Node> nodes = new ArrayList<>();
  private final List<Block.Edge> edges = new ArrayList<>();
  private final Map<String, Integer> right = new LinkedHashMap<>();

  PackageGraph(Connections census) {
    this.census = census;
  }

  /** A section with the graph, or nothing for who stands alone. */
  List<Block> section(String name) throws IOException {
    List<Row> dependents = census.rows(DEPENDENTS, name);
    List<Row> needs = census.rows(NEEDS, name);
    if (dependents.isEmpty() && needs.isEmpty()) {
      return List.of();
    }
    int self = node(name, 1, Weight.SUBJECT);
    right.put(name, self);
    for (Row row : dependents) {
      edges.add(new Block.Edge(node(row.text("package"), 0, Weight.PLAIN), self));
    }
    add(needs.stream().filter(r -> r.text("package").equals(name)).toList(), 2, MOST);
    add(needs.stream().filter(r -> !r.text("package").equals(name)).toList(), 3, MOST_BEHIND);
    List<Block> blocks = new ArrayList<>();
    long total = dependents.isEmpty() ? 0 : dependents.getFirst().number("total");
    if (total > MOST) {
      blocks.add(
          new Block.Prose(total + " packages depend on it; the first " + MOST + " are shown."));
    }
    blocks.add(new Block.Graph(nodes, edges));
    return List.of(new Block.Section("Dependencies", blocks));
  }

  private void add(List<Row> needs, int column, int most) {
    int room = most;
    for (Row row : needs) {
      Integer from = right.get(row.text("package"));
      Integer to = right.get(row.text("name"));
      if (from == null || to == null && room == 0) {
        continue;
      }
      if (to == null) {
        room--;
        to = node(row.text("name"), column, row.truth("there") ? Weight.PLAIN : Weight.ABSENT);
        right.put(row.text("name"), to);
      }
      Block.Edge edge = new Block.Edge(from, to);
      if (!edges.contains(edge)) {
        edges.add(edge);
      }
    }
  }

  private int node(String name, int column, Weight weight) {
    Block.Link label = weight == Weight.ABSENT ? Block.Link.none(name) : To.packageNamed(name);
    nodes.add(new Block.Node(label, column, weight));
    return nodes.size() - 1;
  }
}
