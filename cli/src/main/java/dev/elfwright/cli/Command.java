package dev.elfwright.cli;

import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command: the options it takes, and what it does with them. */
public interface Command {
  /** The command's name, options and help. */
  CommandSpec spec();

  /**
   * Does the work.
   *
   * @param arguments the parsed options of this command
   * @param terminal where results and progress go
   * @return a constant of {@link ExitCode}
   * @throws IOException when a file cannot be read or written; becomes one line on standard error
   */
  int run(ParseResult arguments, Terminal terminal) throws IOException;
}
