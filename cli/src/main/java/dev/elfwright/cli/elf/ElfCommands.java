package dev.elfwright.cli.elf;

import dev.elfwright.cli.CommandGroup;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.elf.change.CopyCommand;
import dev.elfwright.cli.elf.change.EditCommand;
import dev.elfwright.cli.elf.change.StripCommand;
import picocli.CommandLine.Model.CommandSpec;

/** The group {@code elfwright elf}. */
public final class ElfCommands {
  private ElfCommands() {}

  /** The group with all of its commands. */
  public static CommandGroup group() {
    return new CommandGroup(ElfCommands::self)
        .with("inspect", InspectCommand::new)
        .with("size", SizeCommand::new)
        .with("diff", DiffCommand::new)
        .with("verify", VerifyCommand::new)
        .with("edit", EditCommand::new)
        .with("copy", CopyCommand::new)
        .with("strip", StripCommand::new);
  }

  private static CommandSpec self() {
    return Options.withHelp(
        Options.command(new Object(), "elf", "Show, check and change ELF files."));
  }
}
