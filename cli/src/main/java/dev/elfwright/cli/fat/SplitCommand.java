package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.SliceSource;
import dev.elfwright.fat.Slices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat split}. */
final class SplitCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "split",
            "Write each slice as a file of its own, named FILE-TARGET.",
            "Prints the names of the files.");
    spec.addPositional(Options.argument("0", "FILE", "A fat file."));
    spec.addOption(
        Options.value("FOLDER", "Where to write; beside FILE by default.", "-o", "--output")
            .build());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    FatFile file = FatFile.open(Path.of(arguments.<String>matchedPositionalValue(0, "")));
    FatOutput.warn(file, terminal);
    Path base = file.file();
    String folder = arguments.matchedOptionValue("--output", "");
    if (!folder.isEmpty()) {
      base = Files.createDirectories(Path.of(folder)).resolve(base.getFileName());
    }
    for (SliceSource s : Slices.of(file).list()) {
      Path out = base.resolveSibling(base.getFileName() + "-" + file.nameOf(s.slice()));
      FatOutput.write(s.plan(), file.file(), out, terminal);
      terminal.out().println(out);
    }
    return ExitCode.OK;
  }
}
