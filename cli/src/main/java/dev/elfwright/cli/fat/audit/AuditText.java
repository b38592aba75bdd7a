package dev.elfwright.cli.fat.audit;

import dev.elfwright.cli.elf.inspect.HumanSize;
import dev.elfwright.elf.Names;
import dev.elfwright.fat.audit.AuditReport;
import dev.elfwright.fat.audit.Category;
import dev.elfwright.fat.audit.Draw;
import dev.elfwright.fat.audit.Finding;
import dev.elfwright.fat.audit.Sizes;
import dev.elfwright.fat.audit.Worth;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** An audit as text. */
public final class AuditText {
  private final int top;
  private final PrintStream out;

  /**
   * Prints to a stream.
   *
   * @param top how many lines of each list are printed
   */
  public AuditText(int top, PrintStream out) {
    this.top = top;
    this.out = out;
  }

  /** Prints all of it. */
  public void print(AuditReport report) {
    out.printf(
        "%d packages for %s, %d paths%n",
        report.packages().size(), String.join(", ", report.architectures()), report.paths().size());
    report
        .classes()
        .forEach((pathClass, count) -> {
          if (count > 0) {
            String code = pathClass.category().map(Category::name).orElse("");
            out.printf(
                "%8d  %5.1f%%  %-2s  %s%n",
                count, 100.0 * count / report.paths().size(), code, pathClass.title());
          }
        });
    sizes(report.sizes());
    report.draws().forEach(this::draw);
    worth(report.worth());
    for (Category category : Category.values()) {
      findings(category, report.of(category));
    }
  }

  private void sizes(Sizes sizes) {
    out.printf(
        "%none tree instead of several: %s in separate trees%n", HumanSize.of(sizes.apart()));
    for (Sizes.Aligned aligned : sizes.fat()) {
      double growth = sizes.thin() == 0 ? 0 : 100.0 * aligned.bytes() / sizes.thin() - 100;
      out.printf(
          "%10s  slices aligned to %s (fat files %+.1f%% against thin ones)%n",
          HumanSize.of(sizes.together(aligned)), aligned.alignment(), growth);
    }
    out.printf(
        "%10s  of it equal contents at different paths%n",
        HumanSize.of(sizes.savedByEqualContent()));
  }

  private void draw(Draw draw) {
    out.printf(
        "%n%.0f%% of %d packages fat at random, seed %d: %d%n",
        100 * draw.share(), draw.packages(), draw.seed(), draw.fat());
    if (draw.fat() == 0) {
      return;
    }
    out.printf(
        "%8d  %5.1f%%  can run their %s slice from fat files alone%n",
        draw.alone(), 100.0 * draw.alone() / draw.fat(), draw.architecture());
    out.printf(
        "%8d  %5.1f%%  with thin packages beside, Multi-Arch: same or foreign%n",
        draw.beside(), 100.0 * draw.beside() / draw.fat());
    String stopped =
        draw.missing().stream()
            .limit(top)
            .map(m -> m.name() + " (" + m.stops() + ")")
            .collect(Collectors.joining(", "));
    if (!stopped.isEmpty()) {
      out.println("          most are stopped by " + stopped);
    }
  }

  private void worth(List<Worth> worth) {
    if (worth.isEmpty()) {
      return;
    }
    out.printf(
        "%nworth to be fattened%n%-24s %8s %10s %10s  %s%n",
        "package", "binaries", "more", "needed by", "when, and why");
    worth.forEach(w ->
        out.printf(
            "%-24s %8d %10s %10d  %s: %s%n",
            Names.printable(w.packageName()),
            w.binaries().size(),
            HumanSize.of(w.extraBytes()),
            w.dependents(),
            w.verdict().words(),
            Names.printable(w.reason())));
  }

  private void findings(Category category, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    out.printf(
        "%n%s %s: %d%n%s%n", category, category.title(), findings.size(), category.explanation());
    findings.stream()
        .limit(top)
        .forEach(f ->
            out.printf(
                "  %s%n      %s: %s%n",
                Names.printable(f.path()),
                Names.printable(f.packageName()),
                Names.printable(f.evidence())));
    if (findings.size() > top) {
      out.printf("  and %d more; --json has all%n", findings.size() - top);
    }
  }
}
