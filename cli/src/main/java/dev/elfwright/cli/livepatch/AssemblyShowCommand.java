package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.livepatch.assembly.AssemblyFile;
import dev.elfwright.livepatch.assembly.AssemblySymbol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch asm-show}. */
final class AssemblyShowCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "asm-show",
            "Print functions or data out of a file of assembly, with what the compiler made for"
                + " them: strings, tables, cold parts.",
            "Exit code 1 when the file has no symbol of a NAME.");
    spec.addPositional(Options.argument("0", "FILE", "Assembly, as gcc -S writes it."));
    spec.addPositional(Options.arguments("1..*", "1..*", "NAME", "Symbols to print."));
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    AssemblyFile file = AssemblyFile.read(Path.of(arguments.matchedPositionalValue(0, "")));
    int code = ExitCode.OK;
    for (String name : arguments.matchedPositionalValue(1, new String[0])) {
      Optional<AssemblySymbol> symbol = file.symbol(name);
      if (symbol.isEmpty()) {
        terminal.error(file + " has no symbol " + name);
        code = ExitCode.FINDING;
      } else {
        file.withGenerated(symbol.get()).forEach(s -> print(s, terminal));
      }
    }
    return code;
  }

  private static void print(AssemblySymbol symbol, Terminal terminal) {
    terminal.out().printf("%s:    # %s%n", symbol.name(), symbol.section());
    for (String line : symbol.lines()) {
      terminal.out().println(line.endsWith(":") ? line : "\t" + line);
    }
  }
}
