package dev.elfwright.cli.fat.view;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.view.FatView;
import dev.elfwright.fat.view.RefreshedView;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat view refresh}. */
final class RefreshCommand implements Command {
  /** How {@code --json} shows what was found. */
  record RefreshEntry(
      MountCommand.ViewEntry view,
      List<String> edited,
      List<String> replaced,
      List<String> removed,
      List<String> added) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "refresh",
            "Make a mounted view anew, with the same options.",
            "The new view takes the place of the old one in one step; what is open stays open and"
                + " shows the old one. Exit code 1 when a fat file was edited in place since the"
                + " view was mounted, or cannot be shown.");
    spec.addPositional(ViewArguments.mountPoint());
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path mountPoint = ViewArguments.mountPoint(arguments);
    RefreshedView refreshed;
    try (var bar = new ProgressBar(terminal)) {
      refreshed = ViewArguments.answer(() -> FatView.refresh(mountPoint, bar::update));
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal
          .out()
          .print(
              Json.of(
                  new RefreshEntry(
                      MountCommand.ViewEntry.of(refreshed.view()),
                      refreshed.edited(),
                      refreshed.replaced(),
                      refreshed.removed(),
                      refreshed.added())));
    } else {
      print(mountPoint, refreshed, terminal.out());
    }
    boolean isClean = refreshed.edited().isEmpty() && refreshed.view().unserved().isEmpty();
    return isClean ? ExitCode.OK : ExitCode.FINDING;
  }

  private static void print(Path mountPoint, RefreshedView refreshed, PrintStream out) {
    refreshed.view().unserved().forEach(u -> out.println("not shown: " + u));
    refreshed.edited().forEach(path -> out.println("edited in place: " + path));
    out.printf(
        "%s: %d slices; %d replaced, %d removed, %d added, %d edited in place since%n",
        mountPoint,
        refreshed.view().served(),
        refreshed.replaced().size(),
        refreshed.removed().size(),
        refreshed.added().size(),
        refreshed.edited().size());
  }
}
