package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.run.Binfmt;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat unregister}. */
final class UnregisterCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.withHelp(
        Options.command(
            this,
            "unregister",
            "Take back what 'fat register' did. Exit code 1 when there was nothing."));
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<String> names = Binfmt.unregister();
    names.forEach(n -> terminal.out().println("unregistered " + n));
    return names.isEmpty() ? ExitCode.FINDING : ExitCode.OK;
  }
}
