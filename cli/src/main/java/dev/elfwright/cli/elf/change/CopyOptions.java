package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.edit.DebugLink;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.SectionsEdit;
import dev.elfwright.elf.edit.Strip;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options that {@code elf copy} and {@code elf strip} share, and those of the first alone. They
 * are objcopy's and strip's, and done in the order in which those do them: sections go, symbols
 * change, sections are renamed, changed and added.
 */
final class CopyOptions {
  private final ParseResult arguments;
  private final List<ElfTransform> changes = new ArrayList<>();

  CopyOptions(ParseResult arguments) {
    this.arguments = arguments;
  }

  static void declareStripping(CommandSpec spec) {
    flag(spec, "Leave out symbols and debugging information.", "-s", "--strip-all");
    flag(spec, "Leave out debugging information.", "-g", "-S", "-d", "--strip-debug");
    flag(spec, "Leave out what no relocation and no linker needs.", "--strip-unneeded");
    flag(spec, "Keep debugging information alone: the file for debuggers.", "--only-keep-debug");
    flag(spec, "Leave out local symbols.", "-x", "--discard-all");
    flag(spec, "Leave out local symbols that compilers made.", "-X", "--discard-locals");
    flag(spec, "Leave out the section headers.", "--strip-sections");
    many(spec, "SECTION", "Leave out a section.", "-R", "--remove-section");
    many(spec, "SECTION", "Keep a section that another option leaves out.", "--keep-section");
    many(spec, "SYMBOL", "Leave out a symbol.", "-N", "--strip-symbol");
    many(spec, "FILE", "Leave out the symbols named in a file.", "--strip-symbols");
    many(spec, "SYMBOL", "Keep a symbol that another option leaves out.", "-K", "--keep-symbol");
    many(spec, "FILE", "Keep the symbols named in a file.", "--keep-symbols");
    flag(spec, "Keep the names of source files.", "--keep-file-symbols");
    flag(spec, "Take names of symbols for shell patterns.", "-w", "--wildcard");
    flag(spec, "Keep the times of last access and change.", "-p", "--preserve-dates");
  }

  static void declareCopying(CommandSpec spec) {
    many(spec, "SECTION", "Keep this section alone.", "-j", "--only-section");
    many(spec, "SECTION=FILE", "Add a section.", "--add-section");
    many(spec, "SECTION=FILE", "Replace the bytes of a section.", "--update-section");
    many(spec, "SECTION=FILE", "Write the bytes of a section to a file.", "--dump-section");
    many(spec, "OLD=NEW[,FLAG..]", "Rename a section.", "--rename-section");
    many(spec, "SECTION=FLAG[,FLAG..]", "Set a section's flags.", "--set-section-flags");
    many(spec, "SECTION=BYTES", "Set a section's alignment.", "--set-section-alignment");
    many(spec, "SECTION=NUMBER", "Set a section's type.", "--set-section-type");
    many(spec, "PREFIX", "Put a prefix before the names of symbols.", "--prefix-symbols");
    many(spec, "PREFIX", "Put a prefix before the names of sections.", "--prefix-sections");
    many(
        spec,
        "PREFIX",
        "Put a prefix before the names of loaded sections.",
        "--prefix-alloc-sections");
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
    many(spec, "FILE", "Name the file for debuggers.", "--add-gnu-debuglink");
    many(spec, "ADDRESS", "Set the entry point.", "--set-start");
    many(
        spec,
        "NAME=[SECTION:]VALUE[,FLAG..]",
        "Add a symbol: global, local, weak, hidden, protected, function, object, file.",
        "--add-symbol");
    many(
        spec,
        "SYMBOL=VISIBILITY",
        "Make a symbol default, internal, hidden or protected.",
        "--set-symbol-visibility");
    DebugOptions.declare(spec);
  }

  private static void flag(CommandSpec spec, String description, String name, String... others) {
    spec.addOption(
        OptionSpec.builder(name, others)
            .arity("0")
            .type(boolean.class)
            .description(description)
            .build());
  }

  private static void many(
      CommandSpec spec, String label, String description, String name, String... others) {
    spec.addOption(
        OptionSpec.builder(name, others)
            .arity("1")
            .type(String[].class)
            .paramLabel(label)
            .description(description)
            .build());
  }

  boolean has(String name) {
    return arguments.hasMatchedOption(name);
  }

  private List<String> values(String name) {
    return List.of(arguments.matchedOptionValue(name, new String[0]));
  }

  /** All that the options say, {@code otherwise} when they leave nothing out. */
  ElfTransform change(ElfTransform otherwise) throws IOException {
    changes.clear();
    if (arguments.commandSpec().findOption("--add-section") != null) {
      dumpSections();
    }
    removals(otherwise);
    symbols();
    if (arguments.commandSpec().findOption("--add-section") != null) {
      copying();
    }
    if (has("--strip-sections")) {
      changes.add(e -> e.sections().removeHeaders());
    }
    return changes.stream().reduce(_ -> {}, ElfTransform::andThen);
  }

  private void removals(ElfTransform otherwise) throws IOException {
    Predicate<String> keptSections = NamePattern.anyOf(values("--keep-section"));
    List<String> removed = values("--remove-section");
    if (!removed.isEmpty()) {
      Predicate<String> gone = NamePattern.anyOf(removed).and(keptSections.negate());
      changes.add(e -> e.sections().removeIf(s -> gone.test(s.name())));
    }
    Predicate<Symbol> kept = kept();
    boolean any = true;
    if (has("--strip-all")) {
      changes.add(Strip.all(kept));
    } else if (has("--strip-unneeded")) {
      changes.add(Strip.unneeded(kept));
    } else if (has("--only-keep-debug")) {
      changes.add(Strip.onlyDebug());
    } else if (has("--strip-debug")) {
      changes.add(Strip.debug(kept));
    } else {
      any = false;
    }
    if (has("--discard-all")) {
      changes.add(Strip.locals(Strip.LocalSymbols.ALL, kept));
    } else if (has("--discard-locals")) {
      changes.add(Strip.locals(Strip.LocalSymbols.COMPILER_GENERATED, kept));
    } else if (!any
        && removed.isEmpty()
        && !has("--strip-symbol")
        && !has("--strip-symbols")
        && !has("--strip-sections")) {
      changes.add(otherwise);
    }
  }

  private Predicate<Symbol> kept() throws IOException {
    Predicate<Symbol> named = symbols("--keep-symbol", "--keep-symbols");
    boolean files = has("--keep-file-symbols");
    return s -> named.test(s) || (files && s.type() == dev.elfwright.elf.constant.SymbolType.FILE);
  }

  /** Symbols named by an option and by the files of another. */
  private Predicate<Symbol> symbols(String option, String fileOption) throws IOException {
    List<String> names = new ArrayList<>(values(option));
    for (String file : values(fileOption)) {
      for (String line : Files.readAllLines(Path.of(file))) {
        String name = line.replaceFirst("#.*", "").strip();
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    Predicate<String> match =
        has("--wildcard") ? NamePattern.anyOf(names) : new java.util.HashSet<>(names)::contains;
    return s -> match.test(s.name());
  }

  private void symbols() throws IOException {
    if (has("--strip-symbol") || has("--strip-symbols")) {
      Predicate<Symbol> gone = symbols("--strip-symbol", "--strip-symbols");
      Predicate<Symbol> kept = kept();
      changes.add(e -> e.symbols().removeIf(gone.and(kept.negate())));
    }
  }

  private void copying() throws IOException {
    List<String> only = values("--only-section");
    if (!only.isEmpty()) {
      changes.add(dev.elfwright.elf.edit.Sections.only(NamePattern.anyOf(only)));
    }
    bindings();
    names();
    for (String s : values("--rename-section")) {
      String[] parts = pair(s);
      String[] to = parts[1].split(",", 2);
      changes.add(e -> {
        e.sections().renameIfPresent(parts[0], to[0]);
        if (to.length > 1) {
          SectionFlags.apply(e, to[0], to[1]);
        }
      });
    }
    for (String prefix : values("--prefix-alloc-sections")) {
      changes.add(e -> e.sections().renameAll(s -> s.isLoaded() ? prefix + s.name() : s.name()));
    }
    for (String prefix : values("--prefix-sections")) {
      changes.add(e -> e.sections().renameAll(s -> isForLinkers(s) ? s.name() : prefix + s.name()));
    }
    contents();
    new DebugOptions(arguments).addTo(changes);
    for (String file : values("--add-gnu-debuglink")) {
      changes.add(DebugLink.to(Path.of(file)));
    }
    for (String address : values("--set-start")) {
      long entry = EditOptions.parse(address);
      changes.add(e -> e.header().entry(entry));
    }
  }

  /** Symbols and names, which objcopy makes anew under their usual names. */
  private static boolean isForLinkers(SectionsEdit.View s) {
    return s.type() == SectionType.SYMTAB || s.type() == SectionType.STRTAB;
  }

  private void contents() throws IOException {
    for (String s : values("--set-section-flags")) {
      String[] parts = pair(s);
      changes.add(e -> SectionFlags.apply(e, parts[0], parts[1]));
    }
    for (String s : values("--set-section-alignment")) {
      String[] parts = pair(s);
      long alignment = EditOptions.parse(parts[1]);
      changes.add(e -> e.sections().alignment(parts[0], alignment));
    }
    for (String s : values("--set-section-type")) {
      String[] parts = pair(s);
      int type = (int) EditOptions.parse(parts[1]);
      changes.add(e -> e.sections().type(parts[0], type));
    }
    for (String s : values("--update-section")) {
      String[] parts = pair(s);
      MemorySegment bytes = read(parts[1]);
      changes.add(e -> e.sections().update(parts[0], bytes));
    }
    for (String s : values("--add-section")) {
      String[] parts = pair(s);
      MemorySegment bytes = read(parts[1]);
      changes.add(e -> e.sections().add(parts[0], bytes));
    }
  }

  private void dumpSections() {
    for (String s : values("--dump-section")) {
      String[] parts = pair(s);
      changes.add(e -> SectionDump.write(e, parts[0], Path.of(parts[1])));
    }
  }

  private void bindings() throws IOException {
    if (has("--localize-hidden")) {
      changes.add(e ->
          e.symbols()
              .localize(s ->
                  s.visibility() == Symbol.VISIBILITY_HIDDEN
                      || s.visibility() == Symbol.VISIBILITY_INTERNAL));
    }
    if (has("--localize-symbol") || has("--localize-symbols")) {
      Predicate<Symbol> which = symbols("--localize-symbol", "--localize-symbols");
      changes.add(e -> e.symbols().localize(which));
    }
    if (has("--keep-global-symbol") || has("--keep-global-symbols")) {
      Predicate<Symbol> kept = symbols("--keep-global-symbol", "--keep-global-symbols");
      changes.add(e -> e.symbols().localize(kept.negate()));
    }
    if (has("--globalize-symbol") || has("--globalize-symbols")) {
      Predicate<Symbol> which = symbols("--globalize-symbol", "--globalize-symbols");
      changes.add(e -> e.symbols().globalize(which));
    }
    if (has("--weaken-symbol") || has("--weaken-symbols")) {
      Predicate<Symbol> which = symbols("--weaken-symbol", "--weaken-symbols");
      changes.add(e -> e.symbols().weaken(which));
    }
    for (String s : values("--set-symbol-visibility")) {
      changes.add(SymbolWords.visibility(s));
    }
    if (has("--weaken")) {
      changes.add(
          e -> e.symbols().weaken(s -> s.binding() == SymbolBinding.GLOBAL && !s.isUndefined()));
    }
  }

  private void names() throws IOException {
    Map<String, String> redefined = new LinkedHashMap<>();
    for (String s : values("--redefine-sym")) {
      String[] parts = pair(s);
      redefined.put(parts[0], parts[1]);
    }
    for (String file : values("--redefine-syms")) {
      int number = 0;
      for (String line : Files.readAllLines(Path.of(file))) {
        number++;
        String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
        if (words.length == 2) {
          redefined.put(words[0], words[1]);
        } else if (words.length != 1 || !words[0].isEmpty()) {
          throw new InputException(file + ":" + number + ": expected two names");
        }
      }
    }
    if (!redefined.isEmpty()) {
      changes.add(e -> e.symbols().redefine(redefined));
    }
    for (String prefix : values("--prefix-symbols")) {
      changes.add(e -> e.symbols().prefix(prefix));
    }
    for (String s : values("--add-symbol")) {
      changes.add(SymbolWords.added(s));
    }
  }

  private static MemorySegment read(String file) throws IOException {
    return MemorySegment.ofArray(Files.readAllBytes(Path.of(file)));
  }

  static String[] pair(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new InputException("expected NAME=VALUE but was '" + text + "'");
    }
    return new String[] {text.substring(0, equals), text.substring(equals + 1)};
  }
}
