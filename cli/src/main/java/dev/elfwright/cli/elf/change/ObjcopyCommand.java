package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code elf copy} for scripts that call objcopy: the file itself changes when no other is named.
 */
public final class ObjcopyCommand implements Command {
  private final String name;
  private final CopyOptions options;

  private ObjcopyCommand(String name, Dialect dialect) {
    this.name = name;
    this.options = new CopyOptions(dialect);
  }

  /** As GNU objcopy. */
  public static ObjcopyCommand gnu() {
    return new ObjcopyCommand("objcopy", Dialect.GNU);
  }

  /** As llvm-objcopy. */
  public static ObjcopyCommand llvm() {
    return new ObjcopyCommand("llvm-objcopy", Dialect.LLVM);
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(this, name, "elfwright elf copy, for scripts that call " + name + ".");
    spec.addPositional(
        Options.argument("0", "FILE", "An ELF file or an archive; - is standard input."));
    spec.addPositional(
        Options.arguments("1", "0..1", "OUT", "The file to write, instead of FILE itself."));
    options.declareCopying(spec);
    Alias.declare(spec, name, options);
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String file = arguments.matchedPositionalValue(0, "");
    String[] out = arguments.matchedPositionalValue(1, new String[0]);
    OptionValues values = new OptionValues(arguments);
    new Alias(values, options).run(file, out.length == 0 ? file : out[0], terminal);
    return ExitCode.OK;
  }
}
