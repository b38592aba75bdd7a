package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.NotBuiltYet;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright link refresh}. */
final class RefreshCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "refresh",
            "Fuse again what a fused program was made from, with the same options.");

    spec.addPositional(Options.argument("0", "OUT", "A file that 'link fuse' wrote."));
    spec.addOption(Options.flag("--rebase", "Draw a new base address even if nothing changed."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) {
    throw NotBuiltYet.error("link refresh");
  }
}
