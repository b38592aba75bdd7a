package dev.elfwright.cli.elf.change;

import static dev.elfwright.cli.elf.change.OptionValues.flag;
import static dev.elfwright.cli.elf.change.OptionValues.many;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.edit.ElfTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/** The options that change symbols, in objcopy's order: binding, then names. */
final class SymbolOptions {
  private final OptionValues options;
  private final List<ElfTransform> changes;

  SymbolOptions(OptionValues options, List<ElfTransform> changes) {
    this.options = options;
    this.changes = changes;
  }

  static void declare(CommandSpec spec) {
    many(spec, "PREFIX", "Put a prefix before the names of symbols.", "--prefix-symbols");
    many(spec, "OLD=NEW", "Rename a symbol.", "--redefine-sym");
    many(spec, "FILE", "Rename symbols: two words a line.", "--redefine-syms");
    many(spec, "SYMBOL", "Make a symbol global.", "--globalize-symbol");
    many(spec, "FILE", "Make the symbols named in a file global.", "--globalize-symbols");
    many(spec, "SYMBOL", "Make a symbol local.", "-L", "--localize-symbol");
    many(spec, "FILE", "Make the symbols named in a file local.", "--localize-symbols");
    flag(spec, "Make hidden symbols local.", "--localize-hidden");
    many(spec, "SYMBOL", "Make all symbols local but this.", "-G", "--keep-global-symbol");
    many(spec, "FILE", "Make all symbols local but those in a file.", "--keep-global-symbols");
    many(spec, "SYMBOL", "Make a symbol weak.", "-W", "--weaken-symbol");
    many(spec, "FILE", "Make the symbols named in a file weak.", "--weaken-symbols");
    flag(spec, "Make all global symbols weak.", "--weaken");
    many(
        spec,
        "NAME=[SECTION:]VALUE[,FLAG..]",
        "Add a symbol: global, local, weak, hidden, protected, function, object, file.",
        "--add-symbol");
    many(spec, "VISIBILITY", "The visibility of symbols added.", "--new-symbol-visibility");
    many(
        spec,
        "SYMBOL=VISIBILITY",
        "Make a symbol default, internal, hidden or protected.",
        "--set-symbol-visibility");
  }

  /** Symbols named by an option and by the files of another. */
  static Predicate<Symbol> named(OptionValues options, String option, String fileOption)
      throws IOException {
    NamePattern style = NamePattern.LITERAL;
    if (options.has("--regex")) {
      style = NamePattern.REGEX;
    } else if (options.has("--wildcard")) {
      style = NamePattern.WILDCARD;
    }
    Predicate<String> match = style.anyOf(options.valuesAndLines(option, fileOption));
    return s -> match.test(s.name());
  }

  void bindings() throws IOException {
    if (options.has("--localize-hidden")) {
      changes.add(e -> e.symbols().localize(SymbolOptions::isHidden));
    }
    if (options.hasAny("--localize-symbol", "--localize-symbols")) {
      Predicate<Symbol> which = named(options, "--localize-symbol", "--localize-symbols");
      changes.add(e -> e.symbols().localize(which));
    }
    if (options.hasAny("--keep-global-symbol", "--keep-global-symbols")) {
      Predicate<Symbol> kept = named(options, "--keep-global-symbol", "--keep-global-symbols");
      changes.add(e -> e.symbols().localize(kept.negate()));
    }
    if (options.hasAny("--globalize-symbol", "--globalize-symbols")) {
      Predicate<Symbol> which = named(options, "--globalize-symbol", "--globalize-symbols");
      changes.add(e -> e.symbols().globalize(which));
    }
    if (options.hasAny("--weaken-symbol", "--weaken-symbols")) {
      Predicate<Symbol> which = named(options, "--weaken-symbol", "--weaken-symbols");
      changes.add(e -> e.symbols().weaken(which));
    }
    if (options.has("--weaken")) {
      changes.add(e -> e.symbols().weaken(s -> !s.isUndefined()));
    }
  }

  private static boolean isHidden(Symbol s) {
    return s.visibility() == Symbol.VISIBILITY_HIDDEN
        || s.visibility() == Symbol.VISIBILITY_INTERNAL;
  }

  void names() throws IOException {
    Map<String, String> redefined = new LinkedHashMap<>();
    options.pairs("--redefine-sym").forEach(p -> redefine(redefined, p.name(), p.value()));
    for (String file : options.values("--redefine-syms")) {
      readPairs(file, redefined);
    }
    if (!redefined.isEmpty()) {
      changes.add(e -> e.symbols().redefine(redefined));
    }
    String prefix = options.last("--prefix-symbols", "");
    if (!prefix.isEmpty()) {
      changes.add(e -> e.symbols().prefix(prefix));
    }
  }

  /** Visibility and new symbols. */
  void add() {
    for (String s : options.values("--set-symbol-visibility")) {
      changes.add(SymbolWords.visibility(s));
    }
    for (String s : options.values("--add-symbol")) {
      changes.add(SymbolWords.added(s, options.last("--new-symbol-visibility", "")));
    }
  }

  private static void readPairs(String file, Map<String, String> redefined) throws IOException {
    int number = 0;
    for (String line : Files.readAllLines(Path.of(file))) {
      number++;
      String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
      if (words.length == 2) {
        redefine(redefined, words[0], words[1]);
      } else if (words.length != 1 || !words[0].isEmpty()) {
        throw new InputException(file + ":" + number + ": expected two names");
      }
    }
  }

  private static void redefine(Map<String, String> redefined, String from, String to) {
    if (redefined.putIfAbsent(from, to) != null) {
      throw new InputException("symbol '" + from + "' would be renamed twice");
    }
  }
}
