package dev.elfwright.cli.abi;

import dev.elfwright.abi.plan.Cell;
import dev.elfwright.abi.plan.ExtensionPlan;
import dev.elfwright.abi.plan.Matrix;
import dev.elfwright.abi.plan.PlanFinding;
import dev.elfwright.abi.plan.StructLayout;
import dev.elfwright.cli.measure.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code abi plan} for people. */
final class PlanText {
  private PlanText() {}

  static void print(ExtensionPlan plan, PrintStream out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("struct " + plan.versions().getFirst().name(), "end", "sizeof", "align"));
    for (int v = 0; v < plan.versions().size(); v++) {
      StructLayout s = plan.versions().get(v);
      rows.add(
          List.of(
              "version " + v,
              String.valueOf(s.end()),
              String.valueOf(s.size()),
              String.valueOf(s.alignment())));
    }
    out.print(TextTable.of(rows));
    out.println();
    for (PlanFinding f : plan.findings()) {
      out.printf(
          "%s: version %d: %s [%s]%n", word(f.severity()), f.version(), f.message(), f.rule().id());
    }
    plan.matrices().forEach(m -> print(m, plan.versions().size(), out));
    out.println();
    out.printf(
        "proposed: family %s, %s%s%n",
        plan.proposal().family().letter(),
        plan.proposal().family().meaning(),
        plan.proposal().changes().isEmpty() ? ", as planned" : "");
    plan.proposal().changes().forEach(c -> out.println("  " + c));
    out.print(plan.proposal().declaration());
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A row for each consumer, a column for each provider. */
  private static void print(Matrix matrix, int versions, PrintStream out) {
    out.printf(
        "%n%s: %s%s%n",
        matrix.family().letter(), matrix.family().meaning(), matrix.isSafe() ? ": safe" : "");
    List<Cell> first = matrix.cells().stream().filter(c -> c.consumer() == 0).toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("  consumer"));
    first.forEach(c -> head.add("provider %d (%d)".formatted(c.provider(), c.announced())));
    rows.add(head);
    for (int v = 0; v < versions; v++) {
      int consumer = v;
      List<String> row = new ArrayList<>(List.of("  version " + v));
      matrix.cells().stream()
          .filter(c -> c.consumer() == consumer)
          .forEach(c -> row.add(word(c.outcome())));
      rows.add(row);
    }
    out.print(TextTable.of(rows));
    Set<String> reasons = new LinkedHashSet<>();
    for (Cell c : matrix.cells()) {
      if (!c.why().isEmpty() && c.consumer() != c.provider()) {
        reasons.add("  %s: %s".formatted(word(c.outcome()), c.why()));
      }
    }
    reasons.forEach(out::println);
  }
}
