package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.Version;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code elf edit} for scripts that call patchelf: the same options, but files are changed in place
 * unless {@code --output} names another.
 */
public final class PatchelfCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this, "patchelf", "elfwright elf edit --in-place, for scripts that call patchelf.");
    spec.addPositional(Options.arguments("0..*", "1..*", "FILE", "Programs or libraries."));
    EditOptions.declare(spec);
    spec.addOption(Options.value("OUT", "The file to write.", "--output").build());
    spec.addOption(Options.flag("--debug", "Taken and ignored."));
    spec.addOption(Options.flag("--no-sort", "Taken and ignored: nothing is sorted."));
    spec.version("patchelf by elfwright " + Version.STRING);
    spec.addOption(
        OptionSpec.builder("--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Print the version and exit.")
            .build());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] files = arguments.matchedPositionalValue(0, new String[0]);
    String out = arguments.matchedOptionValue("--output", "");
    if (!out.isEmpty() && files.length > 1) {
      throw new InputException("patchelf: --output takes one FILE");
    }
    EditOptions options = new EditOptions(arguments);
    Optional<ElfTransform> change = options.change();
    Rewrite rewrite =
        new Rewrite(
            Layout.APPEND,
            out.isEmpty()
                ? new Rewrite.Destination.InPlace()
                : new Rewrite.Destination.To(Path.of(out)));
    for (String file : files) {
      Path path = Path.of(file);
      new EditQuestions(options).print(path, terminal);
      if (change.isPresent() || !out.isEmpty()) {
        rewrite.run(path, change.orElse(_ -> {}), terminal);
      }
    }
    return ExitCode.OK;
  }
}
