package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.merge.Tree;
import dev.elfwright.fat.trial.Trial;
import dev.elfwright.fat.trial.TrialReport;
import dev.elfwright.fat.trial.TrialRow;
import dev.elfwright.fat.view.ViewException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat trial}. */
final class TrialCommand implements Command {
  /** Reasons that are printed; JSON has all. */
  private static final int MOST = 8;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "trial",
            "Make a Debian root fat, in part or as a whole, and compare what its commands do.",
            "Every command is run with --version and --help, in the thin root and in the fat one:"
                + " with nothing that knows fat files, with the launcher, and through a view.");
    spec.addPositional(
        Options.arguments(
            "0..*",
            "2..*",
            "[ARCH=]ROOT",
            "The root whose commands are run, and one of another architecture."));
    spec.addOption(
        Options.value(
                "DIR",
                "An empty folder for the fat root and what commands print; it is kept.",
                "--work")
            .build());
    spec.addOption(
        Options.value("S", "Which share of the packages is made fat, 0 to 1; 1.", "--share")
            .build());
    spec.addOption(Options.value("N", "Seed of the draw; 1.", "--seed").build());
    spec.addOption(
        Options.flag("--merged", "Merge the roots, and run the commands of each through a view."));
    spec.addOption(
        Options.flag("--dry-run", "Say what would be made fat; write nothing and run nothing."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<Tree> trees = new ArrayList<>();
    for (String argument : arguments.matchedPositionalValue(0, new String[0])) {
      trees.add(Tree.parse(argument));
    }
    TrialReport report = report(trees, arguments, terminal);
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(report));
    } else {
      print(report, terminal);
    }
    boolean allEqual =
        report.rows().stream()
            .filter(r -> r.setting().startsWith("view"))
            .allMatch(r -> r.equal() == r.commands());
    return allEqual ? ExitCode.OK : ExitCode.FINDING;
  }

  private static TrialReport report(List<Tree> trees, ParseResult arguments, Terminal terminal)
      throws IOException {
    boolean isMerged = arguments.hasMatchedOption("--merged");
    String folder = arguments.matchedOptionValue("--work", "");
    if (arguments.hasMatchedOption("--dry-run")) {
      if (isMerged) {
        throw usage(arguments, "--dry-run goes with --share; see 'fat merge --dry-run'");
      }
      return Trial.draw(trees.get(0), trees.get(1), share(arguments), seed(arguments));
    }
    if (folder.isEmpty()) {
      throw usage(arguments, "Missing required option: '--work=DIR'");
    }
    Path work = Path.of(folder);
    try (var bar = new ProgressBar(terminal)) {
      return isMerged
          ? Trial.merged(trees, work, bar::update)
          : Trial.share(
              trees.get(0), trees.get(1), share(arguments), seed(arguments), work, bar::update);
    } catch (ViewException e) {
      throw InputException.because(e);
    }
  }

  private static ParameterException usage(ParseResult arguments, String message) {
    return new ParameterException(arguments.commandSpec().commandLine(), message);
  }

  private static double share(ParseResult arguments) {
    String text = arguments.matchedOptionValue("--share", "1");
    try {
      double share = Double.parseDouble(text);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same message.
    }
    throw new InputException("--share: expected a number from 0 to 1 but was '" + text + "'");
  }

  private static long seed(ParseResult arguments) {
    String text = arguments.matchedOptionValue("--seed", "1");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InputException("--seed: expected a whole number but was '" + text + "'");
    }
  }

  private static void print(TrialReport report, Terminal terminal) {
    var out = terminal.out();
    if (report.packages() > 0) {
      out.printf("%d of %d packages made fat%n", report.drawn().size(), report.packages());
      out.println("  " + String.join(" ", report.drawn()));
    }
    out.printf("%d fat files%n", report.fatFiles());
    if (report.unsteady() > 0) {
      out.printf(
          "%d commands say something else each time; of them codes are compared%n",
          report.unsteady());
    }
    for (TrialRow row : report.rows()) {
      out.printf("%-16s %d of %d commands as before%n", row.setting(), row.equal(), row.commands());
      row.causes().stream()
          .limit(MOST)
          .forEach(c -> out.printf("  %4d  %s%n", c.commands(), c.what()));
      if (row.causes().size() > MOST) {
        out.printf("        and %d other reasons%n", row.causes().size() - MOST);
      }
      if (row.setting().startsWith("view") && !row.different().isEmpty()) {
        out.println("  not " + String.join(" ", row.different()));
      }
    }
  }
}
