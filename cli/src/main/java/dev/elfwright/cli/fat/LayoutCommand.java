package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.Slices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The commands that lay the same slices out in another way: align and convert. */
final class LayoutCommand implements Command {
  private final String name;
  private final String description;
  private final Consumer<CommandSpec> options;

  private LayoutCommand(String name, String description, Consumer<CommandSpec> options) {
    this.name = name;
    this.description = description;
    this.options = options;
  }

  static LayoutCommand align() {
    return new LayoutCommand(
        "align",
        "Align the slices of a fat file anew; what lay between or behind them is left out.",
        _ -> {});
  }

  static LayoutCommand convert() {
    return new LayoutCommand("convert", "Change the form of a fat file.", FormOptions::declareForm);
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Options.command(this, name, description);
    spec.addPositional(Options.argument("0", "FILE", "A fat file."));
    options.accept(spec);
    FormOptions.declareAlignment(spec);
    FatOutput.declare(spec);
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    FatFile file = FatFile.open(Path.of(arguments.<String>matchedPositionalValue(0, "")));
    Form form = FormOptions.form(arguments, Form.of(file));
    FatOutput.write(Slices.of(file), form, file, arguments, terminal);
    return ExitCode.OK;
  }
}
