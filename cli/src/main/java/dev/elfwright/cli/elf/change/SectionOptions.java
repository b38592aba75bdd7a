package dev.elfwright.cli.elf.change;

import static dev.elfwright.cli.elf.change.OptionValues.many;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.edit.ElfEditor;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.SectionsEdit.View;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The options that rename, change and add sections, in objcopy's order. */
final class SectionOptions {
  private final OptionValues options;
  private final List<ElfTransform> changes;

  SectionOptions(OptionValues options, List<ElfTransform> changes) {
    this.options = options;
    this.changes = changes;
  }

  static void declare(CommandSpec spec) {
    many(spec, "SECTION", "Keep this section alone.", "-j", "--only-section");
    many(spec, "SECTION=FILE", "Add a section.", "--add-section");
    many(spec, "SECTION=FILE", "Replace the bytes of a section.", "--update-section");
    many(spec, "SECTION=FILE", "Write the bytes of a section to a file.", "--dump-section");
    many(spec, "OLD=NEW[,FLAG..]", "Rename a section.", "--rename-section");
    many(spec, "SECTION=FLAG[,FLAG..]", "Set a section's flags.", "--set-section-flags");
    many(spec, "SECTION=BYTES", "Set a section's alignment.", "--set-section-alignment");
    many(spec, "SECTION=NUMBER", "Set a section's type.", "--set-section-type");
    many(spec, "PREFIX", "Put a prefix before the names of sections.", "--prefix-sections");
    many(
        spec,
        "PREFIX",
        "Put a prefix before the names of loaded sections.",
        "--prefix-alloc-sections");
  }

  /** Sections are dumped as they are before all changes. */
  void dump() {
    for (OptionValues.Pair p : options.pairs("--dump-section")) {
      Path file = fileOf(p);
      changes.add(e -> SectionDump.write(e, p.name(), file));
    }
  }

  void rename() {
    Map<String, Renaming> renamings = new HashMap<>();
    for (OptionValues.Pair p : once("--rename-section")) {
      renamings.put(p.name(), Renaming.of(p.value()));
    }
    if (!renamings.isEmpty()) {
      changes.add(e ->
          e.sections()
              .map(s -> {
                Renaming to = renamings.get(s.name());
                return to == null ? s : to.apply(s, machine(e));
              }));
    }
    List<String> prefixes = options.values("--prefix-alloc-sections");
    if (!prefixes.isEmpty()) {
      String prefix = prefixes.getLast();
      changes.add(e -> e.sections().map(s -> s.isLoaded() ? s.withName(prefix + s.name()) : s));
    }
    String all = options.last("--prefix-sections", "");
    if (!all.isEmpty()) {
      changes.add(e -> e.sections().renameAll(s -> isForLinkers(s) ? s.name() : all + s.name()));
    }
  }

  /** Symbols and names, which objcopy makes anew under their usual names. */
  private static boolean isForLinkers(View s) {
    return s.type() == SectionType.SYMTAB || s.type() == SectionType.STRTAB;
  }

  /**
   * A new name, and new flags.
   *
   * @param flags null when they stay
   */
  private record Renaming(String name, @Nullable SectionFlags flags) {
    static Renaming of(String text) {
      String[] parts = text.split(",", 2);
      return new Renaming(parts[0], parts.length > 1 ? SectionFlags.of(parts[1]) : null);
    }

    View apply(View s, int machine) {
      return flags == null ? s.withName(name) : flags.apply(s, machine).withName(name);
    }
  }

  void align() {
    for (OptionValues.Pair p : options.pairs("--set-section-alignment")) {
      long alignment = EditOptions.parse(p.value());
      if (alignment < 0 || Long.bitCount(alignment) > 1) {
        throw new InputException("--set-section-alignment: " + p.value() + " is no power of two");
      }
      map(p.name(), (_, s) -> s.withAlignment(alignment));
    }
  }

  void add() throws IOException {
    for (OptionValues.Pair p : options.pairs("--add-section")) {
      MemorySegment bytes = read(p);
      changes.add(e -> e.sections().add(p.name(), bytes));
    }
    for (OptionValues.Pair p : options.pairs("--update-section")) {
      MemorySegment bytes = read(p);
      changes.add(e -> e.sections().update(p.name(), bytes));
    }
  }

  void flag() {
    for (OptionValues.Pair p : once("--set-section-flags")) {
      SectionFlags flags = SectionFlags.of(p.value());
      map(p.name(), (e, s) -> flags.apply(s, machine(e)));
    }
    for (OptionValues.Pair p : options.pairs("--set-section-type")) {
      int type = (int) EditOptions.parse(p.value());
      map(p.name(), (_, s) -> s.withType(type));
    }
  }

  /** Options name a section as it was called before others renamed it, as objcopy's do. */
  private void map(String name, BiFunction<ElfEditor, View, View> change) {
    if (name.isEmpty()) {
      throw new InputException("expected the name of a section before '='");
    }
    changes.add(e -> e.sections().map(s -> nameBefore(e, s).equals(name) ? change.apply(e, s) : s));
  }

  private static int machine(ElfEditor e) {
    return e.model().header().machine();
  }

  private static String nameBefore(ElfEditor e, View s) {
    return s.index() < 0 ? s.name() : e.model().sections().get(s.index()).name();
  }

  private List<OptionValues.Pair> once(String option) {
    Set<String> names = new HashSet<>();
    List<OptionValues.Pair> pairs = options.pairs(option);
    for (OptionValues.Pair p : pairs) {
      if (!names.add(p.name())) {
        throw new InputException(option + " is given twice for section '" + p.name() + "'");
      }
    }
    return pairs;
  }

  private static MemorySegment read(OptionValues.Pair pair) throws IOException {
    return MemorySegment.ofArray(Files.readAllBytes(fileOf(pair)));
  }

  private static Path fileOf(OptionValues.Pair pair) {
    if (pair.value().isEmpty()) {
      throw new InputException("expected SECTION=FILE but was '" + pair.name() + "='");
    }
    return Path.of(pair.value());
  }
}
