package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.merge.MergeInputs;
import dev.elfwright.fat.merge.MergePlan;
import dev.elfwright.fat.merge.MergeProgress;
import dev.elfwright.fat.merge.MergeRules;
import dev.elfwright.fat.merge.PlannedPath;
import dev.elfwright.fat.merge.TreeWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat merge}. */
final class MergeCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "merge",
            "Make one tree of those of several architectures.",
            "What is the same is there once; ELF files of the same path become a fat file; where"
                + " trees contradict each other, rules decide.");
    spec.addPositional(
        Options.arguments(
            "0..*",
            "2..*",
            "[ARCH=]DIR",
            "Trees, or folders of .deb files, one for each architecture, which is found by their"
                + " ELF files unless named."));
    spec.addOption(
        Options.value("ROOT", "The folder to write; new or empty.", "-o", "--output")
            .required(true)
            .build());
    spec.addOption(
        Options.value(
                "FILE",
                "Rules, one a line, the first that fits decides: [CATEGORY] [/PATTERN] DECISION,"
                    + " where a decision is fat, take first, take ARCH, both, drop or refuse.",
                "--rules")
            .build());
    FormOptions.declareForm(spec);
    FormOptions.declareAlignment(spec);
    spec.addOption(Options.flag("--dry-run", "Write nothing; say what becomes of each path."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String file = arguments.matchedOptionValue("--rules", "");
    MergeRules rules = file.isEmpty() ? MergeRules.defaults() : MergeRules.read(Path.of(file));
    Form form = FormOptions.form(arguments, new Form.FatElf(PageSizes.OF_ARCHITECTURES));
    Path root = Path.of(arguments.<String>matchedOptionValue("--output", ""));
    List<String> inputs = List.of(arguments.matchedPositionalValue(0, new String[0]));
    merge(inputs, root, rules, form, arguments, terminal);
    return ExitCode.OK;
  }

  /** Merges and says what became of what; {@code fat create} of folders does the same. */
  static void merge(
      List<String> inputs,
      Path root,
      MergeRules rules,
      Form form,
      ParseResult arguments,
      Terminal terminal)
      throws IOException {
    boolean isDry = arguments.hasMatchedOption("--dry-run");
    MergePlan plan;
    try (var bar = new ProgressBar(terminal);
        var opened = MergeInputs.open(inputs, root)) {
      plan = MergePlan.of(opened.trees(), rules, bar::update);
      if (!isDry) {
        warn(TreeWriter.write(plan, root, form, rated(bar)), terminal);
      }
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(plan));
    } else {
      print(plan, isDry, terminal);
    }
  }

  private static void warn(List<String> lost, Terminal terminal) {
    if (!lost.isEmpty()) {
      terminal.hint(
          "%d things could not be kept without privilege, the first: %s"
              .formatted(lost.size(), lost.getFirst()));
    }
  }

  private static MergeProgress rated(ProgressBar bar) {
    long start = System.nanoTime();
    return (step, done, total) -> {
      double seconds = (System.nanoTime() - start) / 1e9;
      bar.update("%s, %.0f MB/s".formatted(step, done / 1e6 / seconds), done, total);
    };
  }

  private static void print(MergePlan plan, boolean all, Terminal terminal) {
    for (PlannedPath p : plan.paths()) {
      boolean decided = p.category().isPresent() && p.outcome() != PlannedPath.Outcome.FAT;
      if (all || decided) {
        terminal
            .out()
            .printf(
                "%-2s %-7s /%s%s%n",
                p.category().map(Enum::name).orElse(""),
                p.outcome().name().toLowerCase(Locale.ROOT),
                p.path(),
                p.from().isEmpty() ? "" : " (" + String.join(", ", p.from()) + ")");
      }
    }
    terminal.out().println(plan.paths().size() + " paths: " + plan.outcomes());
    terminal.out().println("contradictions: " + plan.categories());
  }
}
