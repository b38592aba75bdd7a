package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.TargetPattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat verify-arch}. */
final class VerifyArchCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "verify-arch",
            "Tell by the exit code whether a file has slices for all of some targets.",
            "Prints the targets that are missing; the exit code is then 1.");
    spec.addPositional(Options.argument("0", "FILE", "A fat or thin file."));
    spec.addPositional(Options.arguments("1..*", "1..*", "TARGET", "Targets; see 'fat --help'."));
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    FatFile file = FatFile.open(Path.of(arguments.<String>matchedPositionalValue(0, "")));
    List<String> missing =
        Stream.of(arguments.matchedPositionalValue(1, new String[0]))
            .filter(t -> file.matching(TargetPattern.parse(t)).isEmpty())
            .toList();
    missing.forEach(t -> terminal.out().println("no slice for " + t));
    return missing.isEmpty() ? ExitCode.OK : ExitCode.FINDING;
  }
}
