package dev.elfwright.census.load;

import dev.elfwright.census.facts.Rows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the loader's search needs to know of one tree, as a value that can be sent to other
 * machines. A release's is some hundred megabytes: it has no symbols.
 *
 * @param origin the tree
 * @param nodes its dynamic files; the first of one path and kind counts
 * @param links its symbolic links, by path
 * @param folders those that ldconfig looks into, in this order
 */
public record TreeFacts(
    String origin, List<Node> nodes, Map<String, String> links, List<String> folders)
    implements Serializable {
  TreeFacts(String origin) {
    this(origin, new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
  }

  /**
   * Adds the rows of table {@code loads} for every {@code shares}th of the files, beginning with
   * number {@code share}.
   */
  public void addLoads(int share, int shares, Rows rows) {
    Tree tree = new Tree();
    nodes.forEach(tree::add);
    links.forEach(tree::link);
    folders.forEach(tree::configure);
    int number = 0;
    for (List<Node> files : tree.all()) {
      if (number++ % shares == share) {
        Set<String> kinds = new HashSet<>();
        files.stream().filter(n -> kinds.add(n.kind())).forEach(n -> add(n, tree, rows));
      }
    }
  }

  private void add(Node node, Tree tree, Rows rows) {
    int position = 0;
    for (Closure.Loaded object : Closure.of(node, tree)) {
      rows.add(
          "loads",
          origin,
          node.path(),
          node.content(),
          position++,
          object.depth(),
          object.name(),
          object.node() == null ? "" : object.node().path(),
          object.node() == null ? "" : object.node().content(),
          object.foundBy());
    }
  }
}
