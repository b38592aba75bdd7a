package dev.elfwright.cli.census;

import dev.elfwright.cli.CommandGroup;
import dev.elfwright.cli.Options;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The group {@code elfwright census}. */
public final class CensusCommands {
  private CensusCommands() {}

  /** The group with all of its commands. */
  public static CommandGroup group() {
    return new CommandGroup(CensusCommands::self)
        .with("scan", ScanCommand::new)
        .with("sql", SqlCommand::new)
        .with("ask", AskCommand::new)
        .with("schema", SchemaCommand::new)
        .with("serve", ServeCommand::new)
        .with("diff", DiffCommand::new);
  }

  private static CommandSpec self() {
    return Options.withHelp(
        Options.command(
            new Object(),
            "census",
            "The facts of a distribution's ELF files as tables, and questions to them."));
  }

  /** The option that says which census is meant. */
  static OptionSpec folder() {
    return Options.value("DIR", "The census's folder. Default: census.", "-c", "--census").build();
  }

  static Path folder(ParseResult arguments) {
    return Path.of(arguments.<String>matchedOptionValue("-c", "census"));
  }
}
