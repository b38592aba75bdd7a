package dev.elfwright.cli.elf.size;

import dev.elfwright.cli.elf.inspect.HumanSize;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.size.SizeChange;
import dev.elfwright.elf.size.SizeNode;
import dev.elfwright.elf.size.SizeNode.Kind;
import java.io.PrintStream;
import java.util.List;

/** Sizes as indented lines, the largest first. */
public final class SizeText {
  private final int top;
  private final PrintStream out;

  /**
   * Prints to a stream.
   *
   * @param top how many symbols of a section, or files of a folder, are printed
   */
  public SizeText(int top, PrintStream out) {
    this.top = top;
    this.out = out;
  }

  /** Prints a tree with the share of each part. */
  public void print(SizeNode root) {
    node(root, root.bytes(), 0);
  }

  private void node(SizeNode node, long whole, int depth) {
    double percent = whole == 0 ? 0 : 100.0 * node.bytes() / whole;
    String name = "  ".repeat(depth) + Names.printable(node.name());
    out.printf("%10s  %5.1f%%  %s%n", HumanSize.of(node.bytes()), percent, name);
    List<SizeNode> parts = node.parts();
    int shown = shown(node.kind(), parts.size());
    parts.subList(0, shown).forEach(part -> node(part, whole, depth + 1));
    if (shown < parts.size()) {
      long rest = parts.stream().skip(shown).mapToLong(SizeNode::bytes).sum();
      String indent = "  ".repeat(depth + 1);
      out.printf("%10s          %s%d more%n", HumanSize.of(rest), indent, parts.size() - shown);
    }
  }

  private int shown(Kind kind, int parts) {
    return switch (kind) {
      case FOLDER, SECTION -> Math.min(top, parts);
      case FILE, SEGMENT, SYMBOL, HEADERS, GAP -> parts;
    };
  }

  /** Prints what became of each part whose size changed, in bytes. */
  public void print(SizeChange root) {
    out.printf("%12s %12s %12s%n", "before", "after", "growth");
    change(root, 0);
  }

  private void change(SizeChange change, int depth) {
    line(change.before(), change.after(), depth, Names.printable(change.name()));
    List<SizeChange> changed =
        change.parts().stream()
            .filter(p -> p.growth() != 0 || p.parts().stream().anyMatch(q -> q.growth() != 0))
            .toList();
    int shown = shown(change.kind(), changed.size());
    changed.subList(0, shown).forEach(part -> change(part, depth + 1));
    if (shown < changed.size()) {
      List<SizeChange> rest = changed.subList(shown, changed.size());
      line(
          rest.stream().mapToLong(SizeChange::before).sum(),
          rest.stream().mapToLong(SizeChange::after).sum(),
          depth + 1,
          rest.size() + " more");
    }
  }

  private void line(long before, long after, int depth, String name) {
    out.printf("%12d %12d %+12d  %s%s%n", before, after, after - before, "  ".repeat(depth), name);
  }
}
