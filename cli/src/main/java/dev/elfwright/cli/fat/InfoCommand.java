package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.FatFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat info}. */
final class InfoCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec = Options.command(this, "info", "Print what slices files have.");
    spec.addPositional(Options.arguments("0..*", "1..*", "FILE", "Fat or thin files."));
    spec.addOption(
        Options.flag("--detailed", "Print the records' fields, and what each slice is."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<FatFile> files = new ArrayList<>();
    for (String name : arguments.matchedPositionalValue(0, new String[0])) {
      files.add(FatFile.open(Path.of(name)));
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(files.stream().map(FatFileEntry::of).toList()));
      return ExitCode.OK;
    }
    for (FatFile file : files) {
      FatFileEntry entry = FatFileEntry.of(file);
      if (arguments.hasMatchedOption("--detailed")) {
        FatFileText.details(entry, terminal.out());
      } else {
        FatFileText.table(entry, terminal.out());
      }
      file.findings().forEach(f -> terminal.out().println("  " + f));
    }
    return ExitCode.OK;
  }
}
