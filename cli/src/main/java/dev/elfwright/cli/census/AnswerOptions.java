package dev.elfwright.cli.census;

import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** How an answer is printed; alike in all commands that ask. */
final class AnswerOptions {
  private AnswerOptions() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(Options.flag("--csv", "Print comma-separated values."));
    spec.addOption(Options.json());
    spec.addOption(
        Options.number("--top", "N", "Print the first N rows of a table. Default: all of them."));
  }

  static Answer answer(ParseResult arguments, Terminal terminal) {
    if (arguments.hasMatchedOption("--json")) {
      return new Answer.JsonArray(terminal.out());
    }
    if (arguments.hasMatchedOption("--csv")) {
      return new Answer.Csv(terminal.out());
    }
    return new Answer.Text(
        terminal.out(), arguments.matchedOptionValue("--top", Integer.MAX_VALUE));
  }
}
