package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright elf strip}. */
public final class StripCommand implements Command {
  private final CopyOptions options = new CopyOptions(Dialect.ELFWRIGHT);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "strip",
            "Leave out what running does not need.",
            "The options are strip's; without any, symbols and debugging information go.");
    spec.addPositional(
        Options.arguments("0..*", "1..*", "FILE", "ELF files, or archives of such."));
    options.declareStripping(spec);
    spec.addOption(Options.value("OUT", "The file to write.", "-o", "--output").build());
    spec.addOption(Options.flag("--in-place", "Replace each FILE."));
    spec.addOption(
        Options.flag("--dry-run", "Print which bytes would stand where, and write nothing."));
    spec.addOption(Options.flag("--json", "With --dry-run: print JSON."));
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] files = arguments.matchedPositionalValue(0, new String[0]);
    String out = arguments.matchedOptionValue("--output", "");
    boolean print = arguments.hasMatchedOption("--dry-run");
    if (!out.isEmpty() && files.length > 1) {
      throw CopyCommand.usage(arguments, "--output takes one FILE");
    }
    if (out.isEmpty() && !print && !arguments.hasMatchedOption("--in-place")) {
      throw CopyCommand.usage(arguments, "name the result with --output, or say --in-place");
    }
    ElfTransform change = options.change(options.ofStrip(arguments));
    for (String file : files) {
      Path path = Path.of(file);
      KeptTimes times = new KeptTimes(arguments, path);
      new Rewrite(Layout.REPACK, destination(arguments, out, print)).run(path, change, terminal);
      if (!print) {
        times.giveTo(out.isEmpty() ? path : Path.of(out));
      }
    }
    return ExitCode.OK;
  }

  private static Rewrite.Destination destination(ParseResult arguments, String out, boolean print) {
    if (print) {
      return Rewrite.Destination.printed(arguments);
    }
    return out.isEmpty()
        ? new Rewrite.Destination.InPlace()
        : new Rewrite.Destination.To(Path.of(out));
  }
}
