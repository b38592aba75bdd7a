package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.NotBuiltYet;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright link deps}. */
final class DepsCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "deps",
            "Show the libraries that a program loads, and the rule that found each.",
            "Runs nothing. Exit code 1 when one is missing.");

    spec.addPositional(Options.arguments("0..*", "1..*", "FILE", "Programs or libraries."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) {
    throw NotBuiltYet.error("link deps");
  }
}
