package dev.elfwright.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws a graph as inline SVG: a column of boxes for each column of its nodes, arrows between them.
 * In a column, each node stands near those of the columns before that it is joined to (the
 * barycentre rule of Sugiyama, Tagawa, Toda, 1981). Lengths are pixels, and what is too wide for
 * the page scrolls.
 */
final class GraphChart {
  private static final int WIDTH = 190;
  private static final int HEIGHT = 26;
  private static final int COLUMN = WIDTH + 64;
  private static final int ROW = HEIGHT + 8;
  private static final int SWEEPS = 4;

  private final Html out;
  private final Block.Graph graph;

  /** The place of each node among those of its column, once they are ordered. */
  private final double[] rank;

  private final int[] columnOf;
  private final List<List<Integer>> columns = new ArrayList<>();

  GraphChart(Html out, Block.Graph graph) {
    this.out = out;
    this.graph = graph;
    this.rank = new double[graph.nodes().size()];
    this.columnOf = new int[graph.nodes().size()];
  }

  void draw() {
    Map<Integer, List<Integer>> byColumn = new TreeMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      byColumn.computeIfAbsent(graph.nodes().get(i).column(), _ -> new ArrayList<>()).add(i);
    }
    columns.addAll(byColumn.values());
    for (int c = 0; c < columns.size(); c++) {
      for (int node : columns.get(c)) {
        columnOf[node] = c;
      }
    }
    order();
    int rows = columns.stream().mapToInt(List::size).max().orElse(0);
    int width = columns.size() * COLUMN + 2; // with room for arrows between boxes of the last
    int height = rows * ROW + 2;
    for (List<Integer> column : columns) {
      for (int i = 0; i < column.size(); i++) {
        rank[column.get(i)] = i + (rows - column.size()) / 2.0;
      }
    }
    out.raw("<figure class=\"graph\"><svg role=\"img\" width=\"" + width + "\" height=\"" + height)
        .raw("\" aria-label=\"" + graph.nodes().size() + " nodes\">\n");
    graph.edges().forEach(this::edge);
    for (int c = 0; c < columns.size(); c++) {
      for (int node : columns.get(c)) {
        box(graph.nodes().get(node), c * COLUMN + 1, y(node));
      }
    }
    out.raw("</svg></figure>\n");
  }

  private void order() {
    for (List<Integer> column : columns) {
      for (int i = 0; i < column.size(); i++) {
        rank[column.get(i)] = i;
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (List<Integer> column : sweep % 2 == 0 ? columns : columns.reversed()) {
        double[] wanted = new double[rank.length];
        column.forEach(node -> wanted[node] = centre(node));
        column.sort(Comparator.comparingDouble(node -> wanted[node]));
        for (int i = 0; i < column.size(); i++) {
          rank[column.get(i)] = i;
        }
      }
    }
  }

  /** The middle of those that a node is joined to, or its own place where there are none. */
  private double centre(int node) {
    return graph.edges().stream()
        .filter(e -> e.from() == node || e.to() == node)
        .mapToDouble(e -> rank[e.from() == node ? e.to() : e.from()])
        .average()
        .orElse(rank[node]);
  }

  private int y(int node) {
    return (int) Math.round(rank[node] * ROW) + 1;
  }

  /** From the right side of a box to the left side of the other; backwards around the outside. */
  private void edge(Block.Edge edge) {
    int from = columnOf[edge.from()];
    int to = columnOf[edge.to()];
    int x1 = from * COLUMN + WIDTH + 1;
    int x2 = to * COLUMN + 1 + (to > from ? 0 : WIDTH);
    int y1 = y(edge.from()) + HEIGHT / 2;
    int y2 = y(edge.to()) + HEIGHT / 2;
    int bend = (COLUMN - WIDTH) * 3 / 5;
    int outside = to > from ? -1 : 1;
    out.raw("<path d=\"M" + x1 + " " + y1 + "C" + (x1 + bend) + " " + y1)
        .raw(" " + (x2 + outside * bend) + " " + y2 + " " + x2 + " " + y2 + "\"/>")
        .raw("<path class=\"head\" d=\"M" + x2 + " " + y2 + "l" + outside * 7 + " -4v8z\"/>\n");
  }

  /** An inner svg element, as it cuts off a name that is too long. */
  private void box(Block.Node node, int x, int y) {
    boolean leads = !node.label().target().isEmpty();
    if (leads) {
      out.raw("<a href=\"").text(node.label().target()).raw("\">");
    }
    String style = node.weight().name().toLowerCase(Locale.ROOT);
    out.raw("<svg x=\"" + x + "\" y=\"" + y + "\" width=\"" + WIDTH + "\" height=\"" + HEIGHT)
        .raw("\">")
        .element("title", node.label().text())
        .raw("<rect class=\"" + style + "\" x=\"0.5\" y=\"0.5\" rx=\"6\" width=\"" + (WIDTH - 1))
        .raw("\" height=\"" + (HEIGHT - 1) + "\"/>")
        .element("text x=\"8\" y=\"17\"", node.label().text())
        .raw(leads ? "</svg></a>\n" : "</svg>\n");
  }
}
