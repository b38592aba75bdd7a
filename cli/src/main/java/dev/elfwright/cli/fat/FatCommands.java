package dev.elfwright.cli.fat;

import dev.elfwright.cli.CommandGroup;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.fat.view.ViewCommands;
import picocli.CommandLine.Model.CommandSpec;

/** The group {@code elfwright fat}. */
public final class FatCommands {
  private FatCommands() {}

  /** The group with all of its commands. */
  public static CommandGroup group() {
    return new CommandGroup(FatCommands::self)
        .with("create", CreateCommand::new)
        .with("info", InfoCommand::new)
        .with("archs", ArchsCommand::new)
        .with("verify-arch", VerifyArchCommand::new)
        .with("validate", ValidateCommand::new)
        .with("thin", SelectionCommand::thin)
        .with("extract", SelectionCommand::extract)
        .with("extract-family", SelectionCommand::extractFamily)
        .with("remove", SelectionCommand::remove)
        .with("replace", ReplaceCommand::new)
        .with("split", SplitCommand::new)
        .with("align", LayoutCommand::align)
        .with("convert", LayoutCommand::convert)
        .with("run", RunCommand::new)
        .with("register", RegisterCommand::new)
        .with("unregister", UnregisterCommand::new)
        .with("audit", AuditCommand::new)
        .with("trial", TrialCommand::new)
        .with("merge", MergeCommand::new)
        .withGroup("view", ViewCommands::group);
  }

  private static CommandSpec self() {
    return Options.withHelp(
        Options.command(
            new Object(),
            "fat",
            "One file with a binary for each architecture: make, change, run and serve such files.",
            "A TARGET is an architecture as Debian, uname, GNU, Go or OCI call it (amd64, x86_64,"
                + " aarch64-linux-gnu, linux/arm64), a variant of one (x86-64-v3), FatELF's own"
                + " notation (x86_64:64bits:le:sysv:osabiver0, or some of these fields), or"
                + " recordN, a place in the file's table, counted from 0."));
  }
}
