package dev.elfwright.cli.link;

import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.MissingLibrary;
import java.io.PrintStream;

/**
 * The load graph as a tree: each file once, under the file that caused it to be loaded. All edges
 * would be thousands of lines for a large program; {@code --json} has them.
 */
final class DepsTree {
  private final LoadGraph graph;
  private final PrintStream out;

  private DepsTree(LoadGraph graph, PrintStream out) {
    this.graph = graph;
    this.out = out;
  }

  static void print(LoadGraph graph, PrintStream out) {
    out.println(graph.program().path());
    var tree = new DepsTree(graph, out);
    tree.below(graph.program(), 1);
    tree.preloaded();
  }

  private void below(LoadedObject parent, int depth) {
    for (LoadedObject object : graph.objects()) {
      if (object.loadedFor().filter(p -> p == parent).isPresent()) {
        line(object, depth);
        below(object, depth + 1);
      }
    }
    for (MissingLibrary missing : graph.missing()) {
      if (missing.neededBy() == parent) {
        out.println("  ".repeat(depth) + missing.name() + " => MISSING: " + missing.reason());
        missing.tried().forEach(tried -> out.println("  ".repeat(depth + 1) + tried));
      }
    }
  }

  private void preloaded() {
    for (LoadedObject object : graph.objects()) {
      if (object != graph.program() && object.loadedFor().isEmpty()) {
        line(object, 1);
      }
    }
  }

  private void line(LoadedObject object, int depth) {
    String rule = object.foundBy().describe();
    out.println(
        "  ".repeat(depth) + object.neededName() + " => " + object.path() + " (" + rule + ")");
  }
}
