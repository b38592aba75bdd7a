package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.link.fuse.Fuse;
import dev.elfwright.link.fuse.FuseRefusal;
import dev.elfwright.link.fuse.FuseResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright link refresh}. */
final class RefreshCommand implements Command {
  /**
   * What was done, for JSON.
   *
   * @param refreshed whether the file was written anew
   * @param result what was fused then
   */
  record Refreshed(boolean refreshed, Optional<FuseResult> result) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "refresh",
            "Fuse again what a fused program was made from, with the same options.",
            "Does nothing when nothing has changed since.");
    spec.addPositional(Options.argument("0", "OUT", "A file that 'link fuse' wrote."));
    spec.addOption(Options.flag("--rebase", "Draw a new base address even if nothing changed."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path fused = Path.of(arguments.<String>matchedPositionalValue(0, ""));
    Optional<FuseResult> result;
    try (var bar = new ProgressBar(terminal)) {
      result =
          arguments.hasMatchedOption("--rebase")
              ? Optional.of(Fuse.rebase(fused, bar::update))
              : Fuse.refresh(fused, bar::update);
    } catch (FuseRefusal e) {
      throw InputException.because(e);
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(new Refreshed(result.isPresent(), result)));
    } else if (result.isPresent()) {
      FuseText.print(fused, result.get(), terminal);
    } else {
      terminal.out().println(fused + ": nothing has changed");
    }
    return ExitCode.OK;
  }
}
