package dev.elfwright.cli.abi;

import dev.elfwright.cli.CommandGroup;
import dev.elfwright.cli.Options;
import picocli.CommandLine.Model.CommandSpec;

/** The group {@code elfwright abi}. */
public final class AbiCommands {
  private AbiCommands() {}

  /** The group with all of its commands. */
  public static CommandGroup group() {
    return new CommandGroup(AbiCommands::self)
        .with("dump", DumpCommand::new)
        .with("diff", DiffCommand::new)
        .with("whatif", WhatIfCommand::new)
        .with("plan", PlanCommand::new);
  }

  private static CommandSpec self() {
    return Options.withHelp(
        Options.command(
            new Object(),
            "abi",
            "See what may change in a library without breaking programs that exist."));
  }
}
