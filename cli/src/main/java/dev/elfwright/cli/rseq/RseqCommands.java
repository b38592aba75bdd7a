package dev.elfwright.cli.rseq;

import dev.elfwright.cli.CommandGroup;
import dev.elfwright.cli.Options;
import picocli.CommandLine.Model.CommandSpec;

/** The group {@code elfwright rseq}. */
public final class RseqCommands {
  private RseqCommands() {}

  /** The group with all of its commands. */
  public static CommandGroup group() {
    return new CommandGroup(RseqCommands::self)
        .with("info", InfoCommand::new)
        .with("lint", LintCommand::new);
  }

  private static CommandSpec self() {
    return Options.withHelp(
        Options.command(
            new Object(),
            "rseq",
            "Restartable sequences: what this machine offers to programs in Java, and what"
                + " programs contain."));
  }
}
