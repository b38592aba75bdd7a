package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.SliceSource;
import dev.elfwright.fat.Slices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat replace}. */
final class ReplaceCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "replace",
            "Replace slices by other files, of any size.",
            "Each NEW stands for the slice of its own target.");
    spec.addPositional(Options.argument("0", "FILE", "A fat file."));
    spec.addPositional(
        Options.arguments("1..*", "1..*", "[TARGET=]NEW", "Files to put in; see 'fat create'."));
    spec.addOption(Options.flag("--add", "Add those for whose targets there is no slice yet."));
    FatOutput.declare(spec);
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    FatFile file = FatFile.open(Path.of(arguments.<String>matchedPositionalValue(0, "")));
    Slices slices = Slices.of(file);
    for (String argument : arguments.matchedPositionalValue(1, new String[0])) {
      for (SliceSource s : NamedSlice.parse(argument).slices()) {
        slices =
            arguments.hasMatchedOption("--add") && !slices.includes(s.target())
                ? slices.with(List.of(s))
                : slices.replace(s);
      }
    }
    FatOutput.write(slices, Form.of(file), file, arguments, terminal);
    return ExitCode.OK;
  }
}
