package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.Options;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The group {@code elfwright link}. */
public final class LinkCommands {
  private LinkCommands() {}

  /** The group with all of its commands. */
  public static CommandSpec group() {
    CommandSpec group =
        Options.command(
            new Object(), "link", "Look into dynamic linking, and do it ahead of time.");
    List<Command> commands =
        List.of(
            new DepsCommand(),
            new ResolveCommand(),
            new FuseCommand(),
            new RefreshCommand(),
            new MeasureCommand());
    for (Command command : commands) {
      CommandSpec spec = command.spec();
      group.addSubcommand(spec.name(), spec);
    }
    return Options.withHelp(group);
  }
}
