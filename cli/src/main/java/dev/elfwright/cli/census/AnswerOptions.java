package dev.elfwright.cli.census;

import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** How an answer is printed; alike in all commands that ask. */
final class AnswerOptions {
  private static final int MOST_BARS = 40;

  private AnswerOptions() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        Options.choice(
            "--format",
            "How to print the answer. A chart has a bar for each row: its name is the first column,"
                + " its length the first column of numbers after it.",
            "table",
            "csv",
            "json",
            "chart"));
    spec.addOption(Options.flag("--csv", "The same as --format csv."));
    spec.addOption(Options.json());
    spec.addOption(
        Options.number(
            "--top",
            "N",
            "Print the first N rows of a table or chart. Default: all of a table, 40 of a chart."));
  }

  static Answer answer(ParseResult arguments, Terminal terminal) {
    return switch (format(arguments)) {
      case "json" -> new Answer.JsonArray(terminal.out());
      case "csv" -> new Answer.Csv(terminal.out());
      case "chart" -> chart(arguments, terminal);
      default ->
          new Answer.Text(terminal.out(), arguments.matchedOptionValue("--top", Integer.MAX_VALUE));
    };
  }

  static ChartAnswer chart(ParseResult arguments, Terminal terminal) {
    return new ChartAnswer(terminal, arguments.matchedOptionValue("--top", MOST_BARS));
  }

  /** The word of {@code --format}, or what stands for it. */
  static String format(ParseResult arguments) {
    if (arguments.hasMatchedOption("--json")) {
      return "json";
    }
    return arguments.hasMatchedOption("--csv")
        ? "csv"
        : arguments.matchedOptionValue("--format", "table");
  }
}
