package dev.elfwright.cli;

import dev.elfwright.cli.output.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright completion}: the completion script for bash. */
final class CompletionCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.withHelp(
        Options.command(
            this,
            "completion",
            "Print a completion script for bash.",
            "Use it with: source <(elfwright completion)"));
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) {
    terminal.out().print(AutoComplete.bash("elfwright", Elfwright.commandLine()));
    return ExitCode.OK;
  }
}
