package dev.elfwright.cli.elf.size;

import dev.elfwright.elf.size.SizeNode;
import dev.elfwright.elf.size.SizeNode.Kind;
import dev.elfwright.report.Block;
import dev.elfwright.report.Page;
import dev.elfwright.report.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sizes as a page: a tree map of each file or folder, and its sections in numbers. */
public final class SizePage {
  private static final int MOST_ROWS = 30;

  private SizePage() {}

  /** The page of some files. */
  public static Page of(List<SizeNode> trees) {
    String title = trees.size() == 1 ? trees.getFirst().name() : trees.size() + " files";
    long bytes = trees.stream().mapToLong(SizeNode::bytes).sum();
    List<Block> blocks = new ArrayList<>();
    for (SizeNode tree : trees) {
      blocks.add(
          Block.Section.of(
              tree.name() + ", " + Unit.BYTES.format(tree.bytes()),
              new Block.TreeMap(area(tree), Unit.BYTES),
              sections(tree)));
    }
    return new Page(
        title,
        Unit.COUNT.format(bytes) + " bytes; each counts once, and areas are in proportion.",
        blocks,
        "Made by elfwright elf size.");
  }

  private static Block.Area area(SizeNode node) {
    return new Block.Area(
        node.name(), node.bytes(), node.parts().stream().map(SizePage::area).toList());
  }

  private static Block.Table sections(SizeNode tree) {
    Map<String, Long> bytes = new TreeMap<>();
    add(tree, bytes);
    List<List<String>> rows =
        bytes.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_ROWS)
            .map(e ->
                List.of(
                    e.getKey(),
                    Unit.COUNT.format(e.getValue()),
                    "%.1f %%".formatted(100.0 * e.getValue() / Math.max(1, tree.bytes()))))
            .toList();
    return new Block.Table(List.of("section", "bytes", "share"), rows);
  }

  private static void add(SizeNode node, Map<String, Long> to) {
    boolean inner = node.kind() == Kind.FOLDER || node.kind() == Kind.SEGMENT;
    if (inner || (node.kind() == Kind.FILE && !node.parts().isEmpty())) {
      node.parts().forEach(part -> add(part, to));
    } else {
      to.merge(node.kind() == Kind.FILE ? "other files" : node.name(), node.bytes(), Long::sum);
    }
  }
}
