package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import java.io.IOException;
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

  private static Rewrite rewrite(ParseResult arguments, int files) {
    Layout layout =
        Layout.valueOf(arguments.matchedOptionValue("--layout", "append").toUpperCase(Locale.ROOT));
    String out = arguments.matchedOptionValue("--output", "");
    if (arguments.hasMatchedOption("--dry-run")) {
      return new Rewrite(layout, Rewrite.Destination.printed(arguments));
    }
    if (!out.isEmpty() && files > 1) {
      throw usage(arguments, "--output takes one FILE");
    }
    if (!out.isEmpty()) {
      return new Rewrite(layout, new Rewrite.Destination.To(Path.of(out)));
    }
    if (!arguments.hasMatchedOption("--in-place") && new EditOptions(arguments).changes()) {
      throw usage(arguments, "name the result with --output, or say --in-place");
    }
    return new Rewrite(layout, new Rewrite.Destination.InPlace());
  }

  private static ParameterException usage(ParseResult arguments, String message) {
    return new ParameterException(arguments.commandSpec().commandLine(), message);
  }
}
