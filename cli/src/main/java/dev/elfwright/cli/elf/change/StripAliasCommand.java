package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elf strip} for scripts that call strip: files are changed in place. */
public final class StripAliasCommand implements Command {
  private final String name;
  private final CopyOptions options;

  private StripAliasCommand(String name, Dialect dialect) {
    this.name = name;
    this.options = new CopyOptions(dialect);
  }

  /** As GNU strip. */
  public static StripAliasCommand gnu() {
    return new StripAliasCommand("strip", Dialect.GNU);
  }

  /** As llvm-strip. */
  public static StripAliasCommand llvm() {
    return new StripAliasCommand("llvm-strip", Dialect.LLVM);
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this, name, "elfwright elf strip --in-place, for scripts that call " + name + ".");
    spec.addPositional(
        Options.arguments("0..*", "1..*", "FILE", "ELF files, or archives of such."));
    options.declareStripping(spec);
    options.declareNoStrip(spec);
    spec.addOption(Options.value("OUT", "The file to write.", "-o", "--output").build());
    Alias.declare(spec, name, options);
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] files = arguments.matchedPositionalValue(0, new String[0]);
    String out = arguments.matchedOptionValue("--output", "");
    if (!out.isEmpty() && files.length > 1) {
      throw CopyCommand.usage(arguments, "--output takes one FILE");
    }
    if (Collections.frequency(List.of(files), "-") > 1) {
      throw CopyCommand.usage(arguments, "'-' can be read only once");
    }
    if (arguments.hasMatchedOption("--preserve-dates") && List.of(files).contains("-")) {
      throw CopyCommand.usage(arguments, "--preserve-dates: standard input has no dates");
    }
    Alias alias = new Alias(options.ofStrip(arguments), options);
    for (String file : new LinkedHashSet<>(List.of(files))) {
      if (Collections.frequency(List.of(files), file) > 1) {
        terminal.hint("warning: '" + file + "' was already specified");
      }
      alias.run(file, out.isEmpty() ? file : out, terminal);
    }
    return ExitCode.OK;
  }
}
