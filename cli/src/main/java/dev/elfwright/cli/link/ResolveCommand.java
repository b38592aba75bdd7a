package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.NotBuiltYet;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright link resolve}. */
final class ResolveCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "resolve",
            "Show for each symbol reference the object and version that satisfies it.",
            "Follows the rules of the dynamic loader. Exit code 1 when one has no definition.");

    spec.addPositional(Options.argument("0", "FILE", "Program or library."));
    spec.addOption(Options.value("S", "Only references to this symbol.", "--symbol").build());
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) {
    throw NotBuiltYet.error("link resolve");
  }
}
