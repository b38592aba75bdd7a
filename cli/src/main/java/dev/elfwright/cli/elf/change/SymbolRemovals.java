package dev.elfwright.cli.elf.change;

import static dev.elfwright.cli.elf.change.OptionValues.flag;
import static dev.elfwright.cli.elf.change.OptionValues.many;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.edit.ElfEditor;
import dev.elfwright.elf.edit.Strip;
import java.io.IOException;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/** Which symbols the options leave out. */
final class SymbolRemovals {
  private final OptionValues options;
  private final SectionRemovals sections;
  private final InOrder inOrder;
  private final Predicate<Symbol> kept;
  private final Predicate<Symbol> named;
  private final Predicate<Symbol> namedUnneeded;

  SymbolRemovals(OptionValues options, SectionRemovals sections, InOrder inOrder)
      throws IOException {
    this.options = options;
    this.sections = sections;
    this.inOrder = inOrder;
    Predicate<Symbol> keptByName = SymbolOptions.named(options, "--keep-symbol", "--keep-symbols");
    boolean files = options.has("--keep-file-symbols");
    this.kept = s -> keptByName.test(s) || (files && s.type() == SymbolType.FILE);
    this.named = SymbolOptions.named(options, "--strip-symbol", "--strip-symbols");
    this.namedUnneeded =
        SymbolOptions.named(options, "--strip-unneeded-symbol", "--strip-unneeded-symbols");
  }

  static void declare(CommandSpec spec, InOrder inOrder) {
    spec.addOption(inOrder.flag("Leave out local symbols.", "-x", "--discard-all"));
    spec.addOption(
        inOrder.flag("Leave out local symbols that compilers made.", "-X", "--discard-locals"));
    many(spec, "SYMBOL", "Leave out a symbol.", "-N", "--strip-symbol");
    many(spec, "FILE", "Leave out the symbols named in a file.", "--strip-symbols");
    many(spec, "SYMBOL", "Leave out a symbol if nothing needs it.", "--strip-unneeded-symbol");
    many(spec, "FILE", "The same for those named in a file.", "--strip-unneeded-symbols");
    many(spec, "SYMBOL", "Keep a symbol that another option leaves out.", "-K", "--keep-symbol");
    many(spec, "FILE", "Keep the symbols named in a file.", "--keep-symbols");
    flag(spec, "Keep the names of source files.", "--keep-file-symbols");
    flag(spec, "Take names of symbols for shell patterns.", "-w", "--wildcard");
    flag(spec, "Take all names for regular expressions.", "--regex");
  }

  void apply(ElfEditor e) {
    if (options.hasAny("--strip-symbol", "--strip-symbols")) {
      e.symbols().removeIf(named.and(kept.negate()));
    }
    if (sections.stripsAll()) {
      e.symbols().removeUnneeded(kept.negate());
    } else if (options.has("--strip-all")) {
      Strip.all(kept).apply(e);
    }
    if (options.has("--strip-unneeded")) {
      Strip.unneeded(kept).apply(e);
    }
    if (options.has("--strip-debug")) {
      e.symbols().removeUnneeded(s -> s.type() == SymbolType.FILE && !kept.test(s));
    }
    if (options.hasAny("--strip-unneeded-symbol", "--strip-unneeded-symbols")) {
      e.symbols()
          .removeUnneeded(
              s -> namedUnneeded.test(s) && Strip.isUnneeded(e.model(), s) && !kept.test(s));
    }
    if (options.has("--only-section")) {
      e.symbols().removeUnneeded(s -> s.isUndefined() && !kept.test(s));
    }
    discard(e);
  }

  /** The last of the two options counts. */
  private void discard(ElfEditor e) {
    inOrder
        .last("--discard-all", "--discard-locals")
        .ifPresent(last ->
            Strip.locals(
                    last.equals("--discard-all")
                        ? Strip.LocalSymbols.ALL
                        : Strip.LocalSymbols.COMPILER_GENERATED,
                    kept)
                .apply(e));
  }
}
