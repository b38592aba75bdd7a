package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.FatFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat archs}. */
final class ArchsCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(this, "archs", "Print the targets of a file's slices, a line each.");
    spec.addPositional(Options.argument("0", "FILE", "A fat or thin file."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    FatFile file = FatFile.open(Path.of(arguments.<String>matchedPositionalValue(0, "")));
    List<String> names = file.slices().stream().map(file::nameOf).toList();
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(names));
    } else {
      names.forEach(terminal.out()::println);
    }
    return ExitCode.OK;
  }
}
