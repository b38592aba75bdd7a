package dev.elfwright.cli.abi;

import dev.elfwright.abi.diff.Change;
import dev.elfwright.abi.diff.Judgement;
import dev.elfwright.abi.diff.Severity;
import java.io.PrintStream;
import java.util.List;

/** How {@code abi diff} shows changes as text. */
final class DiffText {
  private static final int MOST_SYMBOLS = 3;

  private final PrintStream out;
  private final boolean isFull;

  /**
   * A text.
   *
   * @param isFull whether harmless changes and programs that work are printed too
   */
  DiffText(PrintStream out, boolean isFull) {
    this.out = out;
    this.isFull = isFull;
  }

  void print(DiffReport report) {
    for (Severity severity : Severity.values()) {
      print(report, severity);
    }
    if (report.diff().changes().isEmpty() && report.suppressed() == 0) {
      out.println("no change");
    }
    if (report.suppressed() > 0) {
      out.println(report.suppressed() + " suppressed");
    }
    report.blindness().forEach(out::println);
    report.source().ifPresent(out::println);
    report.judgement().ifPresent(this::print);
  }

  private void print(DiffReport report, Severity severity) {
    List<Change> changes = report.changes(severity);
    if (changes.isEmpty()) {
      return;
    }
    out.println(DiffReport.title(severity) + ": " + changes.size());
    if (severity == Severity.HARMLESS && !isFull) {
      return;
    }
    for (Change change : changes) {
      out.printf(
          "  %-26s %s: %s%s%n",
          change.rule().id(), change.subject(), change.message(), symbols(change));
    }
  }

  private static String symbols(Change change) {
    if (change.symbols().isEmpty()) {
      return "";
    }
    List<String> names = change.symbols().stream().sorted().toList();
    String first = String.join(", ", names.subList(0, Math.min(MOST_SYMBOLS, names.size())));
    return names.size() > MOST_SYMBOLS
        ? " (by %s and %d more)".formatted(first, names.size() - MOST_SYMBOLS)
        : " (by %s)".formatted(first);
  }

  private void print(Judgement judgement) {
    out.println();
    ConsumerText.print(judgement, isFull, out);
  }
}
