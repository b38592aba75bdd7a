package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.CommandGroup;
import dev.elfwright.cli.Options;
import picocli.CommandLine.Model.CommandSpec;

/** The group {@code elfwright livepatch}. */
public final class LivepatchCommands {
  private LivepatchCommands() {}

  /** The group with all of its commands. */
  public static CommandGroup group() {
    return new CommandGroup(LivepatchCommands::self)
        .with("build", BuildCommand::new)
        .with("symbols", SymbolsCommand::new)
        .with("convert", ConvertCommand::new)
        .with("verify", VerifyCommand::new)
        .with("text", TextCommand::new)
        .with("calls", CallsCommand::new)
        .with("diff", DiffCommand::new)
        .with("sections", SectionsCommand::new)
        .with("asm-diff", AssemblyDiffCommand::new)
        .with("asm-show", AssemblyShowCommand::new)
        .with("asm-calls", AssemblyCallsCommand::new);
  }

  private static CommandSpec self() {
    return Options.withHelp(
        Options.command(
            new Object(),
            "livepatch",
            "Changes of a running Linux kernel: what they would touch, and modules that make"
                + " them."));
  }
}
