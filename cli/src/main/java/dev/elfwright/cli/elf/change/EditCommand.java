package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code elfwright elf edit}. */
public final class EditCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "edit",
            "Change what the loader reads: interpreter, search path, libraries, versions, stack.",
            "The options are patchelf's, and more. Every option takes its value from a file when it"
                + " is given as @FILE. All changes are made in one go.");
    spec.addPositional(Options.arguments("0..*", "1..*", "FILE", "Programs or libraries."));
    EditOptions.declare(spec);
    spec.addOption(Options.value("OUT", "The file to write.", "-o", "--output").build());
    spec.addOption(Options.flag("--in-place", "Replace each FILE."));
    spec.addOption(
        Options.value(
                "UNDO", "Also write UNDO, a new file by which --undo takes it back.", "--undo-file")
            .build());
    spec.addOption(
        Options.value(
                "UNDO",
                "Make FILE what it was before the change that wrote UNDO, byte by byte.",
                "--undo")
            .build());
    spec.addOption(
        Options.choice(
            "--layout",
            "append: what grew comes behind the rest (default).%n"
                + "preserve: nothing moves; a change that needs room is refused.%n"
                + "repack: what is not loaded is packed anew.",
            "append",
            "preserve",
            "repack"));
    spec.addOption(
        Options.flag("--dry-run", "Print which bytes would stand where, and write nothing."));
    spec.addOption(Options.flag("--json", "With --dry-run: print JSON."));
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] files = arguments.matchedPositionalValue(0, new String[0]);
    EditOptions options = new EditOptions(arguments);
    Optional<ElfTransform> change = options.change();
    Rewrite rewrite = rewrite(arguments, files.length);
    if (arguments.hasMatchedOption("--undo")) {
      restore(arguments, files, rewrite, terminal);
      return ExitCode.OK;
    }
    for (String file : files) {
      Path path = Path.of(file);
      new EditQuestions(options).print(path, terminal);
      if (change.isPresent() || arguments.hasMatchedOption("--output")) {
        rewrite.run(path, change.orElse(_ -> {}), terminal);
      } else if (!options.asks()) {
        throw new InputException(file + ": nothing to change; name a change, see --help");
      }
    }
    return ExitCode.OK;
  }

  private static void restore(
      ParseResult arguments, String[] files, Rewrite rewrite, Terminal terminal)
      throws IOException {
    if (files.length > 1 || new EditOptions(arguments).changes()) {
      throw usage(arguments, "--undo takes one FILE and no other change");
    }
    Path undo = Path.of(arguments.matchedOptionValue("--undo", ""));
    rewrite.restore(Path.of(files[0]), undo, terminal);
  }

  private static Rewrite rewrite(ParseResult arguments, int files) {
    Layout layout =
        Layout.valueOf(arguments.matchedOptionValue("--layout", "append").toUpperCase(Locale.ROOT));
    String out = arguments.matchedOptionValue("--output", "");
    if (arguments.hasMatchedOption("--dry-run")) {
      return new Rewrite(layout, Rewrite.Destination.printed(arguments));
    }
    Optional<Path> undo = undoFile(arguments, files);
    if (!out.isEmpty() && files > 1) {
      throw usage(arguments, "--output takes one FILE");
    }
    if (!out.isEmpty()) {
      return new Rewrite(layout, new Rewrite.Destination.To(Path.of(out)), undo);
    }
    boolean changes = new EditOptions(arguments).changes() || arguments.hasMatchedOption("--undo");
    if (!arguments.hasMatchedOption("--in-place") && changes) {
      throw usage(arguments, "name the result with --output, or say --in-place");
    }
    return new Rewrite(layout, new Rewrite.Destination.InPlace(), undo);
  }

  /** An undo file that is there already is the only way back from an earlier change. */
  private static Optional<Path> undoFile(ParseResult arguments, int files) {
    Optional<Path> undo =
        Optional.ofNullable(arguments.<String>matchedOptionValue("--undo-file", null))
            .map(Path::of);
    if (undo.isPresent() && files > 1) {
      throw usage(arguments, "--undo-file takes one FILE");
    }
    undo.filter(Files::exists)
        .ifPresent(u -> {
          throw new InputException(u + ": is there already; name a new undo file");
        });
    return undo;
  }

  private static ParameterException usage(ParseResult arguments, String message) {
    return new ParameterException(arguments.commandSpec().commandLine(), message);
  }
}
