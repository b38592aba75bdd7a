package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.TargetPattern;
import dev.elfwright.fat.run.FatProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat run}. */
final class RunCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "run",
            "Run the best slice of a fat file for this machine, in place of this process.",
            "Slices for other machines run by qemu-user, where that is installed.");
    spec.addOption(
        Options.value("TARGET", "Run the slice for this target; see 'fat --help'.", "--target")
            .build());
    spec.addPositional(Options.argument("0", "FILE", "A fat program."));
    spec.addPositional(Options.arguments("1..*", "0..*", "ARGUMENT", "Its arguments."));
    spec.parser().stopAtPositional(true);
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path file = Path.of(arguments.<String>matchedPositionalValue(0, ""));
    List<String> words = List.of(arguments.matchedPositionalValue(1, new String[0]));
    terminal.flush();
    if (arguments.hasMatchedOption("--target")) {
      FatProgram.run(
          file, TargetPattern.parse(arguments.matchedOptionValue("--target", "")), words);
    } else {
      FatProgram.run(file, words);
    }
    return ExitCode.OK;
  }
}
