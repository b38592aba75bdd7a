package dev.elfwright.cli.link;

import dev.elfwright.cli.CommandGroup;
import dev.elfwright.cli.Options;
import picocli.CommandLine.Model.CommandSpec;

/** The group {@code elfwright link}. */
public final class LinkCommands {
  private LinkCommands() {}

  /** The group with all of its commands. */
  public static CommandGroup group() {
    return new CommandGroup(LinkCommands::self)
        .with("deps", DepsCommand::new)
        .with("resolve", ResolveCommand::new)
        .with("fuse", FuseCommand::new)
        .with("refresh", RefreshCommand::new)
        .with("measure", MeasureCommand::new);
  }

  private static CommandSpec self() {
    return Options.withHelp(
        Options.command(
            new Object(), "link", "Look into dynamic linking, and do it ahead of time."));
  }
}
