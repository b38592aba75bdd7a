package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.edit.SplitDwarf;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code elfwright elf copy}. */
public final class CopyCommand implements Command {
  private final CopyOptions options = new CopyOptions(Dialect.ELFWRIGHT);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "copy",
            "Copy a file or an archive, and change sections and symbols on the way.",
            "The options are objcopy's. Without any, the copy is equal to the file, byte by byte.");
    spec.addPositional(Options.argument("0", "FILE", "An ELF file, or an archive of such."));
    spec.addPositional(Options.argument("1", "OUT", "The file to write; may be FILE itself."));
    options.declareCopying(spec);
    spec.addOption(
        Options.flag("--dry-run", "Print which bytes would stand where, and write nothing."));
    spec.addOption(Options.flag("--json", "With --dry-run: print JSON."));
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path file = Path.of(arguments.<String>matchedPositionalValue(0, ""));
    Path out = Path.of(arguments.<String>matchedPositionalValue(1, ""));
    if (arguments.matchedOptions().isEmpty()) {
      new Rewrite(Layout.PRESERVE, new Rewrite.Destination.To(out)).run(file, _ -> {}, terminal);
      return ExitCode.OK;
    }
    boolean print = arguments.hasMatchedOption("--dry-run");
    Rewrite rewrite =
        new Rewrite(
            Layout.REPACK,
            print ? Rewrite.Destination.printed(arguments) : new Rewrite.Destination.To(out));
    KeptTimes times = new KeptTimes(arguments, file);
    String dwo = arguments.matchedOptionValue("--split-dwo", "");
    if (!dwo.isEmpty() && !print) {
      new Rewrite(Layout.REPACK, new Rewrite.Destination.To(Path.of(dwo)))
          .run(file, SplitDwarf.extract(), terminal);
      times.giveTo(Path.of(dwo));
    }
    rewrite.run(file, options.change(new OptionValues(arguments)), terminal);
    if (!print) {
      times.giveTo(out);
    }
    return ExitCode.OK;
  }

  static ParameterException usage(ParseResult arguments, String message) {
    return new ParameterException(arguments.commandSpec().commandLine(), message);
  }
}
