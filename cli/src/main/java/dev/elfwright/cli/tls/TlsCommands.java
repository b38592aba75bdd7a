package dev.elfwright.cli.tls;

import dev.elfwright.cli.CommandGroup;
import dev.elfwright.cli.Options;
import picocli.CommandLine.Model.CommandSpec;

/** The group {@code elfwright tls}. */
public final class TlsCommands {
  private TlsCommands() {}

  /** The group with all of its commands. */
  public static CommandGroup group() {
    return new CommandGroup(TlsCommands::self).with("layout", LayoutCommand::new);
  }

  private static CommandSpec self() {
    return Options.withHelp(
        Options.command(
            new Object(), "tls", "Tell how a process's thread-local storage lies in memory."));
  }
}
