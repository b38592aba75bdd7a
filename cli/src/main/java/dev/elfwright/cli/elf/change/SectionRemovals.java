package dev.elfwright.cli.elf.change;

import static dev.elfwright.cli.elf.change.OptionValues.flag;
import static dev.elfwright.cli.elf.change.OptionValues.many;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.edit.ElfEditor;
import dev.elfwright.elf.edit.SectionsEdit.View;
import dev.elfwright.elf.edit.Strip;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Which sections the options leave out: one question, for an option may keep what another takes.
 */
final class SectionRemovals {
  private static final int ARM_ATTRIBUTES = 0x70000003;

  private final OptionValues options;
  private final Dialect dialect;
  private final Predicate<String> named;
  private final Predicate<String> kept;
  private final List<String> only;
  private final Predicate<String> isOnly;

  SectionRemovals(OptionValues options, Dialect dialect) {
    this.options = options;
    this.dialect = dialect;
    NamePattern style = options.has("--regex") ? NamePattern.REGEX : NamePattern.WILDCARD;
    this.named = style.anyOf(options.values("--remove-section"));
    this.kept = style.anyOf(options.values("--keep-section"));
    this.only = options.values("--only-section");
    this.isOnly = style.anyOf(only);
  }

  /** {@code -S} is all for objcopy, and debugging information for strip. */
  static void declare(CommandSpec spec, InOrder inOrder, boolean copying) {
    String all = "Leave out symbols and debugging information.";
    spec.addOption(
        copying
            ? inOrder.flag(all, "-S", "-s", "--strip-all")
            : inOrder.flag(all, "-s", "--strip-all"));
    flag(spec, "The same, as GNU strip does it: .comment stays.", "--strip-all-gnu");
    String debug = "Leave out debugging information.";
    if (copying) {
      flag(spec, debug, "-g", "--strip-debug");
    } else {
      flag(spec, debug, "-g", "-S", "-d", "--strip-debug");
    }
    flag(spec, "Leave out what no relocation and no linker needs.", "--strip-unneeded");
    flag(spec, "Leave out what is not loaded.", "--strip-non-alloc");
    flag(spec, "Keep debugging information alone: the file for debuggers.", "--only-keep-debug");
    flag(spec, "Leave out the section headers, and what is in no segment.", "--strip-sections");
    many(spec, "SECTION", "Leave out a section.", "-R", "--remove-section");
    many(spec, "SECTION", "Keep a section that another option leaves out.", "--keep-section");
    flag(spec, "Let sections go that others name.", "--allow-broken-links");
  }

  /** Whether all symbols and what names them go, those of object files too. */
  boolean stripsAll() {
    return options.has("--strip-all-gnu")
        || (options.has("--strip-all") && dialect != Dialect.ELFWRIGHT);
  }

  /** Whether an option names a section to be kept. */
  boolean keeps(String name) {
    return kept.test(name) || isOnly.test(name);
  }

  private boolean any() {
    return !only.isEmpty()
        || options.hasAny(
            "--strip-all",
            "--strip-all-gnu",
            "--strip-debug",
            "--strip-unneeded",
            "--discard-all",
            "--strip-non-alloc",
            "--strip-dwo",
            "--extract-dwo",
            "--remove-section");
  }

  void apply(ElfEditor e) {
    if (any()) {
      boolean keepsSymbols =
          options.hasAny("--keep-symbol", "--keep-symbols", "--keep-file-symbols");
      Optional<Section> symbols =
          e.model().sections().stream()
              .filter(s -> s.header().type() == SectionType.SYMTAB)
              .findFirst();
      if (options.has("--allow-broken-links")) {
        e.sections().allowBrokenLinks();
      }
      e.sections()
          .removeIf(s -> {
            boolean ofSymbols =
                symbols.isPresent()
                    && (s.index() == symbols.get().index()
                        || s.index() == symbols.get().header().link());
            return goes(e, s, ofSymbols, keepsSymbols);
          });
    }
  }

  private boolean goes(ElfEditor e, View s, boolean ofSymbols, boolean keepsSymbols) {
    boolean names = s.index() == e.model().sectionNamesIndex();
    if (keepsSymbols && ofSymbols) {
      return false;
    }
    if (keeps(s.name())) {
      return false;
    }
    if (named.test(s.name()) || (!names && stripped(e, s))) {
      return true;
    }
    return !only.isEmpty() && !names && !ofSymbols;
  }

  private boolean stripped(ElfEditor e, View s) {
    boolean inSegment = e.sections().isInSegment(s);
    boolean unloaded = !s.isLoaded() && !inSegment;
    if (options.has("--strip-non-alloc") && unloaded) {
      return true;
    }
    boolean forSymbols = Strip.isForSymbols(s) || (s.type() == SectionType.STRTAB && !s.isLoaded());
    if (stripsAll() && forSymbols) {
      return true;
    }
    if (options.has("--strip-all") && dialect == Dialect.LLVM && unloaded) {
      // GNU strip keeps what ARM's linkers compare, warnings of the linker and the debug link.
      return s.type() != ARM_ATTRIBUTES
          && !s.name().startsWith(".gnu.warning")
          && !s.name().equals(".gnu_debuglink");
    }
    // GNU's tools take debugging information with -x too, and LLVM's follow them.
    boolean strips =
        options.hasAny(
            "--strip-all", "--strip-all-gnu", "--strip-debug", "--strip-unneeded", "--discard-all");
    return strips && Strip.isDebug(s);
  }
}
