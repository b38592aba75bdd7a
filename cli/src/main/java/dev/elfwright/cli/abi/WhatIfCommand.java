package dev.elfwright.cli.abi;

import dev.elfwright.abi.diff.Change;
import dev.elfwright.abi.diff.Judgement;
import dev.elfwright.abi.diff.WhatIf;
import dev.elfwright.abi.library.Aliases;
import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.LibraryReader;
import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code elfwright abi whatif}. */
final class WhatIfCommand implements Command {
  /** How {@code --json} shows a change that was thought up. */
  record Entry(
      String library, List<DiffJson.ChangeEntry> changes, DiffJson.ConsumersEntry consumers) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "whatif",
            "Say which programs would break if a variable of a library grew or were aligned to"
                + " more.",
            "A program that has a copy of a variable (built without -fPIC) has room for the old"
                + " size only, at the old alignment; others do not notice. Exit code 1 when one"
                + " would break.");
    spec.addPositional(Options.argument("0", "LIB", "A shared library."));
    spec.addOption(
        Options.values("--grow", "SYMBOL=BYTES", "A variable, and how many bytes it grows by."));
    spec.addOption(
        Options.values(
            "--align", "SYMBOL=BYTES", "A variable, and its alignment, a power of two."));
    ConsumerOptions.addTo(spec, 1);
    spec.addOption(Options.flag("--all", "Print the programs that work on, too."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] grow = arguments.matchedOptionValue("--grow", new String[0]);
    String[] align = arguments.matchedOptionValue("--align", new String[0]);
    List<Path> consumers = ConsumerOptions.paths(arguments, 1);
    if (grow.length + align.length == 0 || consumers.isEmpty()) {
      throw usage(arguments, "--grow or --align, and --consumers, say what to look for");
    }
    Path file = Path.of(arguments.matchedPositionalValue(0, ""));
    LibraryAbi library = LibraryReader.readSymbols(file);
    List<Change> changes = new ArrayList<>();
    Set<String> symbols = new HashSet<>();
    for (String text : grow) {
      Wanted wanted = wanted(text, library, arguments);
      for (ExportedSymbol symbol : variables(file, library, wanted, symbols)) {
        change(() -> WhatIf.grow(library, symbol, wanted.bytes())).ifPresent(changes::add);
      }
    }
    for (String text : align) {
      Wanted wanted = wanted(text, library, arguments);
      if (Long.bitCount(wanted.bytes()) != 1) {
        throw usage(arguments, "expected a power of two but was '" + text + "'");
      }
      for (ExportedSymbol symbol : variables(file, library, wanted, symbols)) {
        change(() -> WhatIf.align(library, symbol, wanted.bytes())).ifPresent(changes::add);
      }
    }
    Judgement judgement =
        Judgement.ofSymbols(
            library, changes, consumers, symbols, ConsumerOptions.environment(arguments));
    if (arguments.hasMatchedOption("--json")) {
      terminal
          .out()
          .print(
              Json.of(
                  new Entry(
                      library.file(),
                      changes.stream().map(DiffJson.ChangeEntry::of).toList(),
                      DiffJson.ConsumersEntry.of(judgement))));
    } else {
      ConsumerText.print(judgement, arguments.hasMatchedOption("--all"), terminal.out());
    }
    return judgement.isBreaking() ? ExitCode.FINDING : ExitCode.OK;
  }

  private record Wanted(ExportedSymbol symbol, long bytes) {}

  private static Wanted wanted(String text, LibraryAbi library, ParseResult arguments) {
    int equals = text.lastIndexOf('=');
    long bytes = 0;
    try {
      bytes = equals < 0 ? 0 : Long.parseLong(text.substring(equals + 1));
    } catch (NumberFormatException e) {
      // Falls through to the same message.
    }
    if (bytes < 1 || bytes > Integer.MAX_VALUE) {
      throw usage(arguments, "expected SYMBOL=BYTES but was '" + text + "'");
    }
    String name = text.substring(0, equals);
    ExportedSymbol symbol =
        library.symbols().stream()
            .filter(s -> s.name().equals(name) || s.fullName().equals(name))
            .findFirst()
            .orElseThrow(() -> new InputException(library.file() + ": no symbol " + name));
    return new Wanted(symbol, bytes);
  }

  /** The variable under each of its names, which are added to those that matter. */
  private static List<ExportedSymbol> variables(
      Path file, LibraryAbi library, Wanted wanted, Set<String> names) throws IOException {
    Set<String> aliases = Aliases.of(file, wanted.symbol().name());
    names.addAll(aliases);
    return library.symbols().stream()
        .filter(s -> s.equals(wanted.symbol()) || isAlias(s, wanted.symbol(), aliases))
        .toList();
  }

  private static boolean isAlias(ExportedSymbol s, ExportedSymbol of, Set<String> aliases) {
    return !s.name().equals(of.name()) && s.kind() == of.kind() && aliases.contains(s.name());
  }

  private interface Thought {
    Optional<Change> change();
  }

  private static Optional<Change> change(Thought thought) {
    try {
      return thought.change();
    } catch (IllegalArgumentException e) {
      throw InputException.because(e);
    }
  }

  private static ParameterException usage(ParseResult arguments, String message) {
    return new ParameterException(arguments.commandSpec().commandLine(), message);
  }
}
