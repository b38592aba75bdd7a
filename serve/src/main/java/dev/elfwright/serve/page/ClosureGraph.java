package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Link;
import dev.elfwright.report.Block.Weight;
import dev.elfwright.report.Unit;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.ask.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the loader would map for a file, and who needs what in it. */
final class ClosureGraph {
  private static final int MOST = 60;

  private static final String OBJECTS =
      """
      SELECT l.*, e.size, count(*) OVER () AS total FROM loads l
      LEFT JOIN elf e ON e.content = l.object_content
      WHERE l.origin = ? AND l.path = ? AND l.content = ? ORDER BY l.position LIMIT 300\
      """;
  private static final String NEEDS =
      """
      SELECT DISTINCT l.position AS source, n.name FROM loads l
      JOIN needed n ON n.content = l.object_content AND n.kind = 'needed'
      WHERE l.origin = ? AND l.path = ? AND l.content = ? ORDER BY source, n.name LIMIT 2000\
      """;

  private final Connections census;

  ClosureGraph(Connections census) {
    this.census = census;
  }

  /**
   * A section with graph and table, or nothing for who loads nothing.
   *
   * @param place origin, path and content of the file
   */
  List<Block> section(String... place) throws IOException {
    List<Row> objects = census.rows(OBJECTS, place);
    if (objects.size() < 2) {
      return List.of();
    }
    return Sheet.of(objects)
        .words("position", "name")
        .links(
            "file", r -> To.file(r.text("origin"), r.text("object_path"), r.text("object_content")))
        .links("found by", r -> Link.none(r.text("found_by")))
        .numbers("size", Unit.BYTES)
        .section(
            "What the loader maps",
            new Block.Prose(objects.getFirst().number("total") + " objects in their order."),
            graph(objects, census.rows(NEEDS, place)));
  }

  private static Block graph(List<Row> objects, List<Row> needs) {
    List<Block.Node> nodes = new ArrayList<>();
    Map<String, Integer> byName = new HashMap<>();
    Map<Long, Integer> byPosition = new HashMap<>();
    for (Row object : objects.stream().limit(MOST).toList()) {
      String name = object.text("name");
      String path = object.text("object_path");
      Weight weight =
          object.number("position") == 0
              ? Weight.SUBJECT
              : path.isEmpty() ? Weight.ABSENT : Weight.PLAIN;
      String shown = name.isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : name;
      String target = To.file(object.text("origin"), path, object.text("object_content")).target();
      byName.putIfAbsent(name, nodes.size());
      byPosition.put(object.number("position"), nodes.size());
      nodes.add(new Block.Node(new Link(shown, target), (int) object.number("depth"), weight));
    }
    List<Block.Edge> edges = new ArrayList<>();
    for (Row need : needs) {
      Integer from = byPosition.get(need.number("source"));
      Integer to = byName.get(need.text("name"));
      if (from != null && to != null) {
        edges.add(new Block.Edge(from, to));
      }
    }
    return new Block.Graph(nodes, edges);
  }
}
