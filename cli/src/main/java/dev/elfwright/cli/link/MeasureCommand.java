package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.measure.ComparisonPage;
import dev.elfwright.cli.measure.ComparisonText;
import dev.elfwright.cli.measure.ComparisonValue;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.link.measure.Comparison;
import dev.elfwright.link.measure.Launch;
import dev.elfwright.link.measure.Measure;
import dev.elfwright.link.measure.MeasureException;
import dev.elfwright.link.measure.MeasureOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright link measure}. */
final class MeasureCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "measure",
            "Compare the start-up of two programs, run in turn: A B A B.",
            "Arguments after -- go to both.");
    spec.addPositional(Options.argument("0", "A", "The program to compare with."));
    spec.addPositional(Options.argument("1", "B", "The program to judge."));
    spec.addPositional(Options.arguments("2..*", "0..*", "ARGS", "Arguments for both programs."));
    spec.addOption(Options.number("--pairs", "N", "How many pairs of runs (default: 50)."));
    spec.addOption(Options.json());
    spec.addOption(
        Options.value("FILE", "Also write a page with the time line.", "--html").build());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<String> forBoth = List.of(arguments.matchedPositionalValue(2, new String[0]));
    Launch a = Launch.of(Path.of(arguments.<String>matchedPositionalValue(0, "")), forBoth);
    Launch b = Launch.of(Path.of(arguments.<String>matchedPositionalValue(1, "")), forBoth);
    int pairs = arguments.matchedOptionValue("--pairs", MeasureOptions.defaults().pairs());
    Comparison comparison = compare(a, b, pairs, terminal);
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(ComparisonValue.of(comparison)));
    } else {
      terminal.out().print(ComparisonText.of(comparison));
    }
    String page = arguments.matchedOptionValue("--html", "");
    if (!page.isEmpty()) {
      ComparisonPage.of(comparison, commandLine(comparison)).write(Path.of(page));
    }
    return ExitCode.OK;
  }

  private static String commandLine(Comparison comparison) {
    return "elfwright link measure --pairs %d %s %s"
        .formatted(
            comparison.pairs(),
            comparison.a().launch().program(),
            comparison.b().launch().commandLine().replaceFirst(" ", " -- "));
  }

  private static Comparison compare(Launch a, Launch b, int pairs, Terminal terminal) {
    try (var bar = new ProgressBar(terminal)) {
      MeasureOptions options =
          MeasureOptions.defaults()
              .withPairs(pairs)
              .withProgress(done -> bar.update("measuring", done, pairs));
      return Measure.compare(a, b, options);
    } catch (MeasureException e) {
      throw InputException.because(e);
    }
  }
}
