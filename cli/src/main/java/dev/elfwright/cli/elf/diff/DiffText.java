package dev.elfwright.cli.elf.diff;

import dev.elfwright.elf.Names;
import dev.elfwright.elf.diff.Change;
import dev.elfwright.elf.diff.Change.Fact;
import dev.elfwright.elf.diff.FileDiff;
import dev.elfwright.elf.diff.Subject.Kind;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** Differences in lines that begin with {@code +}, {@code -} or {@code ~}, below their kind. */
public final class DiffText {
  private final PrintStream out;

  /** Prints to a stream. */
  public DiffText(PrintStream out) {
    this.out = out;
  }

  /** Prints both names and what differs. */
  public void print(FileDiff diff) {
    out.println("--- " + Names.printable(diff.before()));
    out.println("+++ " + Names.printable(diff.after()));
    Kind last = null;
    for (Change change : diff.changes()) {
      Kind kind = change.subject().kind();
      if (kind != last) {
        out.println(heading(kind));
        last = kind;
      }
      out.println("  " + Names.printable(line(change)));
    }
  }

  private static String heading(Kind kind) {
    return switch (kind) {
      case FILE -> "Files";
      case HEADER -> "Header";
      case SEGMENT -> "Segments";
      case DYNAMIC -> "Dynamic section";
      case NEEDED -> "Needed libraries";
      case VERSION -> "Versions";
      case SYMBOL -> "Symbols";
      case RELOCATION -> "Relocations";
      case NOTE -> "Notes";
      case SECTION -> "Sections";
    };
  }

  private static String line(Change change) {
    String name = change.subject().name();
    return switch (change) {
      case Change.Added added -> "+ " + name + facts(added.facts());
      case Change.Removed removed -> "- " + name + facts(removed.facts());
      case Change.Altered(_, var property, var before, var after) -> {
        String what = property.equals("value") ? "" : property + " ";
        // What sections hold has no value that would fit into a line.
        String values = before.isEmpty() && !what.isEmpty() ? after : either(before, after);
        yield "~ " + name + ": " + what + values;
      }
    };
  }

  private static String either(String before, String after) {
    return (before.isEmpty() ? "none" : before) + " -> " + (after.isEmpty() ? "none" : after);
  }

  private static String facts(List<Fact> facts) {
    return facts.isEmpty()
        ? ""
        : facts.stream()
            .map(f -> f.property().equals("value") ? f.value() : f.property() + " " + f.value())
            .collect(Collectors.joining(", ", ": ", ""));
  }
}
