package dev.elfwright.cli.fat.view;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.view.Backing;
import dev.elfwright.fat.view.FatView;
import dev.elfwright.fat.view.MountedView;
import dev.elfwright.fat.view.UserSpaceView;
import dev.elfwright.fat.view.ViewException;
import dev.elfwright.fat.view.ViewOptions;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat view mount}. */
final class MountCommand implements Command {
  /** How {@code --json} shows a view. */
  record ViewEntry(int served, String backing, List<UnservedEntry> unserved) {
    static ViewEntry of(MountedView view) {
      return new ViewEntry(
          view.served(),
          view.backing().name().toLowerCase(Locale.ROOT),
          view.unserved().stream().map(u -> new UnservedEntry(u.path(), u.reason())).toList());
    }
  }

  record UnservedEntry(String path, String reason) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "mount",
            "Mount a view of a tree of fat files.",
            "A view is a snapshot: replaced files are seen after 'refresh'; whoever edits a fat"
                + " file in place changes what the view shows. Needs root's rights, except with"
                + " --backing=fuse. Exit code 1 when a fat file cannot be shown.");
    spec.addPositional(Options.argument("0", "FAT_ROOT", "The tree with fat files."));
    spec.addPositional(
        Options.argument("1", "MOUNTPOINT", "An existing folder, FAT_ROOT itself if you like."));
    spec.addOption(
        Options.value(
                "ARCH",
                "Whose slices to show: amd64, aarch64-linux-gnu, x86-64-v3... This machine's, if"
                    + " not given. Where no variant is named, the best that this processor can"
                    + " run.",
                "--arch")
            .build());
    spec.addOption(
        Options.flag(
            "--only-fat", "Show fat files and links only, not the tree that they lie in."));
    spec.addOption(
        Options.choice(
            "--backing",
            "How the kernel gets at the bytes: files (Linux 6.12), loop devices, or a process of"
                + " your own.",
            "auto",
            "file",
            "loop",
            "fuse"));
    spec.addOption(
        Options.flag(
            "--foreground", "With FUSE: serve the view from this process, until it ends."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    ViewOptions options = ViewArguments.options(arguments);
    if (options.backing() == Backing.FUSE) {
      return userSpace(options, arguments, terminal);
    }
    MountedView view;
    try (var bar = new ProgressBar(terminal)) {
      view = FatView.mount(options, bar::update);
    } catch (ViewException e) {
      if (options.backing() == Backing.AUTO && FatView.isForbidden(e)) {
        return userSpace(options, arguments, terminal);
      }
      throw InputException.because(e);
    }
    print(view, options, arguments, terminal);
    return view.unserved().isEmpty() ? ExitCode.OK : ExitCode.FINDING;
  }

  private static void print(
      MountedView view, ViewOptions options, ParseResult arguments, Terminal terminal) {
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(ViewEntry.of(view)));
      return;
    }
    view.unserved().forEach(u -> terminal.out().println("not shown: " + u));
    terminal
        .out()
        .printf(
            "%s: %d %s of %s, backed by %s%n",
            options.mountPoint(),
            view.served(),
            view.served() == 1 ? "slice" : "slices",
            options.target(),
            view.backing() == Backing.FILE ? "files" : "loop devices");
  }

  private static int userSpace(ViewOptions options, ParseResult arguments, Terminal terminal)
      throws IOException {
    if (!arguments.hasMatchedOption("--foreground")) {
      new BackgroundView(options).start();
      terminal.out().printf("%s: slices of %s, by FUSE%n", options.mountPoint(), options.target());
      return ExitCode.OK;
    }
    try (UserSpaceView.Served served =
        ViewArguments.answer(() -> FatView.mountInUserSpace(options))) {
      terminal.out().println(options.mountPoint() + ": mounted, until this process ends");
      terminal.flush();
      served.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }
}
