package dev.elfwright.cli.fat.view;

import dev.elfwright.cli.CommandGroup;
import dev.elfwright.cli.Options;
import picocli.CommandLine.Model.CommandSpec;

/** The group {@code elfwright fat view}. */
public final class ViewCommands {
  private ViewCommands() {}

  /** The group with all of its commands. */
  public static CommandGroup group() {
    return new CommandGroup(ViewCommands::self)
        .with("mount", MountCommand::new)
        .with("refresh", RefreshCommand::new)
        .with("unmount", UnmountCommand::new);
  }

  private static CommandSpec self() {
    return Options.withHelp(
        Options.command(
            new Object(),
            "view",
            "Show a tree of fat files as the thin tree of one architecture.",
            "The kernel serves each slice as an ordinary file, at no cost: programs, libraries,"
                + " debuggers and profilers need not know of fat files."));
  }
}
