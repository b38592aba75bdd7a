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
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;

/** The options that change symbols, in objcopy's order: binding, then names. */
final class SymbolOptions {
  private static final String VISIBILITY = "--set-symbol-visibility";
  private static final String VISIBILITIES = "--set-symbols-visibility";

  private final OptionValues options;
  private final InOrder inOrder;
  private final List<ElfTransform> changes;

  /** Those that no option of these changes. */
  private final Predicate<Symbol> skipped;

  SymbolOptions(OptionValues options, InOrder inOrder, List<ElfTransform> changes)
      throws IOException {
    this.options = options;
    this.inOrder = inOrder;
    this.changes = changes;
    this.skipped = named(options, "--skip-symbol", "--skip-symbols");
  }

  static void declare(CommandSpec spec, InOrder inOrder) {
    many(spec, "PREFIX", "Put a prefix before the names of symbols.", "--prefix-symbols");
    many(spec, "PREFIX", "Take it away first.", "--remove-symbol-prefix");
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
    spec.addOption(
        inOrder.value(
            "SYMBOL=VISIBILITY",
            "Make a symbol default, internal, hidden or protected.",
            VISIBILITY));
    spec.addOption(
        inOrder.value("FILE=VISIBILITY", "The same for those named in a file.", VISIBILITIES));
    many(spec, "SYMBOL", "Leave a symbol as it is.", "--skip-symbol");
    many(spec, "FILE", "The same for those named in a file.", "--skip-symbols");
  }

  /** Symbols named by an option and by the files of another. */
  static Predicate<Symbol> named(OptionValues options, String option, String fileOption)
      throws IOException {
    return named(options, options.valuesAndLines(option, fileOption));
  }

  private static Predicate<Symbol> named(OptionValues options, List<String> names) {
    NamePattern style = NamePattern.LITERAL;
    if (options.has("--regex")) {
      style = NamePattern.REGEX;
    } else if (options.has("--wildcard")) {
      style = NamePattern.WILDCARD;
    }
    Predicate<String> match = style.anyOf(names);
    return s -> match.test(s.name());
  }

  /** Those that the options name, but for skipped ones. */
  private Optional<Predicate<Symbol>> changed(String option, String fileOption) throws IOException {
    return options.hasAny(option, fileOption)
        ? Optional.of(unskipped(named(options, option, fileOption)))
        : Optional.empty();
  }

  private Predicate<Symbol> unskipped(Predicate<Symbol> which) {
    return which.and(skipped.negate());
  }

  void bindings() throws IOException {
    if (options.has("--localize-hidden")) {
      changes.add(e -> e.symbols().localize(unskipped(SymbolOptions::isHidden)));
    }
    changed("--localize-symbol", "--localize-symbols")
        .ifPresent(which -> changes.add(e -> e.symbols().localize(which)));
    if (options.hasAny("--keep-global-symbol", "--keep-global-symbols")) {
      Predicate<Symbol> kept = named(options, "--keep-global-symbol", "--keep-global-symbols");
      changes.add(e -> e.symbols().localize(unskipped(kept.negate())));
    }
    changed("--globalize-symbol", "--globalize-symbols")
        .ifPresent(which -> changes.add(e -> e.symbols().globalize(which)));
    changed("--weaken-symbol", "--weaken-symbols")
        .ifPresent(which -> changes.add(e -> e.symbols().weaken(which)));
    if (options.has("--weaken")) {
      changes.add(e -> e.symbols().weaken(unskipped(s -> !s.isUndefined())));
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
      rename(name -> redefined.getOrDefault(name, name));
    }
    String removed = options.last("--remove-symbol-prefix", "");
    if (!removed.isEmpty()) {
      rename(name -> name.startsWith(removed) ? name.substring(removed.length()) : name);
    }
    String prefix = options.last("--prefix-symbols", "");
    if (!prefix.isEmpty()) {
      rename(prefix::concat);
    }
  }

  private void rename(UnaryOperator<String> names) {
    changes.add(e -> e.symbols().rename(skipped.negate(), names));
  }

  /** Visibility and new symbols. Of several options for one symbol the last counts. */
  void add() throws IOException {
    for (InOrder.Given g : inOrder.all()) {
      if (g.option().equals(VISIBILITY) || g.option().equals(VISIBILITIES)) {
        OptionValues.Pair pair = OptionValues.Pair.of(g.value());
        Predicate<Symbol> which =
            named(
                options,
                g.option().equals(VISIBILITY)
                    ? List.of(pair.name())
                    : OptionValues.lines(pair.name()));
        int visibility = SymbolWords.visibility(pair.value());
        changes.add(e -> e.symbols().visibility(unskipped(which), visibility));
      }
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
