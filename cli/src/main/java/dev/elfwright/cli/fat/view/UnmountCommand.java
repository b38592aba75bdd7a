package dev.elfwright.cli.fat.view;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.view.FatView;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat view unmount}. */
final class UnmountCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(this, "unmount", "Take a view away.", "The tree itself stays as it is.");
    spec.addPositional(ViewArguments.mountPoint());
    spec.addOption(
        Options.flag("--lazy", "Also while files are open in it; they stay open and readable."));
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    return ViewArguments.answer(() -> {
      FatView.unmount(ViewArguments.mountPoint(arguments), arguments.hasMatchedOption("--lazy"));
      return ExitCode.OK;
    });
  }
}
