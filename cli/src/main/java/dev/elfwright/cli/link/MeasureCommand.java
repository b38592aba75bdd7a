package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.NotBuiltYet;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
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
    spec.addOption(Options.value("N", "How many pairs of runs.", "--pairs").build());
    spec.addOption(Options.json());
    spec.addOption(
        Options.value("FILE", "Also write a page with the time line.", "--html").build());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) {
    throw NotBuiltYet.error("link measure");
  }
}
