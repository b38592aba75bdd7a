package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.edit.SectionsEdit.View;
import java.util.function.Predicate;

/**
 * Leaves out what running does not need, or everything but that. Use {@link Layout#REPACK}, or the
 * file keeps its size.
 *
 * <p>What GNU strip leaves out is left out here. There is one difference: of an object file nothing
 * goes that a relocation or a linker needs, so that it can still be linked.
 */
public final class Strip {
  private Strip() {}

  /** Leaves out symbols and debugging information: strip -s. */
  public static ElfTransform all() {
    return all(_ -> false);
  }

  /** As {@link #all()}, but for the symbols that are to be kept. */
  public static ElfTransform all(Predicate<Symbol> kept) {
    return e -> {
      if (e.header().now().type() == FileType.REL) {
        unneeded(kept).apply(e);
        return;
      }
      removeDebug(e);
      if (keepsNothing(e, kept)) {
        e.sections().removeIf(Strip::isForSymbols).removeUnusedStringTables();
      } else {
        e.symbols().removeUnneeded(kept.negate());
      }
    };
  }

  /** Leaves out debugging information: strip -g. */
  public static ElfTransform debug() {
    return debug(_ -> false);
  }

  /** As {@link #debug()}, but for the symbols that are to be kept. */
  public static ElfTransform debug(Predicate<Symbol> kept) {
    return e -> {
      removeDebug(e);
      e.symbols().removeUnneeded(s -> s.type() == SymbolType.FILE && !kept.test(s));
    };
  }

  /**
   * Leaves out debugging information and the symbols that no relocation and no linker needs: strip
   * --strip-unneeded. In programs and libraries, which are linked already, those are all.
   */
  public static ElfTransform unneeded() {
    return unneeded(_ -> false);
  }

  /** As {@link #unneeded()}, but for the symbols that are to be kept. */
  public static ElfTransform unneeded(Predicate<Symbol> kept) {
    return e -> {
      if (e.header().now().type() != FileType.REL) {
        all(kept).apply(e);
        return;
      }
      removeDebug(e);
      e.symbols().removeUnneeded(s -> !kept.test(s) && isUnneeded(e.model(), s));
    };
  }

  /**
   * Leaves out local symbols of compilers, whose names begin with {@code .L}, or all local ones
   * that nothing needs: strip -X and -x.
   */
  public static ElfTransform locals(LocalSymbols which) {
    return locals(which, _ -> false);
  }

  /** As {@link #locals(LocalSymbols)}, but for the symbols that are to be kept. */
  public static ElfTransform locals(LocalSymbols which, Predicate<Symbol> kept) {
    return e ->
        e.symbols()
            .removeUnneeded(s ->
                !kept.test(s)
                    && s.binding() == SymbolBinding.LOCAL
                    && !s.isUndefined()
                    && s.type() != SymbolType.SECTION
                    && s.type() != SymbolType.FILE
                    && !isMapping(e.model(), s)
                    && (which == LocalSymbols.ALL || s.name().startsWith(".L")));
  }

  /** Which local symbols {@link #locals} leaves out. */
  public enum LocalSymbols {
    /** All, but those of source files. */
    ALL,
    /** Those that a compiler made. */
    COMPILER_GENERATED
  }

  /**
   * Leaves out everything but debugging information and symbols: the file for debuggers that goes
   * with a stripped one. Loaded sections become SHT_NOBITS, but notes stay, for debuggers compare
   * build-ids.
   */
  public static ElfTransform onlyDebug() {
    return e -> e.sections().dropLoaded();
  }

  /** Whether a section holds debugging information, by its name as GNU and LLVM tools do. */
  public static boolean isDebug(View s) {
    String name = s.name();
    boolean named =
        name.startsWith(".debug")
            || name.startsWith(".zdebug")
            || name.startsWith(".stab")
            || name.startsWith(".gnu.debuglto_")
            || name.startsWith(".gnu.linkonce.wi.")
            || name.equals(".line")
            || name.equals(".gdb_index");
    return named && !s.isLoaded();
  }

  /**
   * Whether no linker needs a symbol of an object file, unless a relocation names it: a local one,
   * or one that is defined elsewhere.
   */
  public static boolean isUnneeded(ElfModel model, Symbol s) {
    return (s.binding() == SymbolBinding.LOCAL || s.isUndefined()) && !isMapping(model, s);
  }

  /** Whether a symbol of an object file tells code from data (AAELF, "Mapping symbols"). */
  private static boolean isMapping(ElfModel model, Symbol s) {
    return model.header().type() == FileType.REL
        && switch (model.header().machine()) {
          case Machine.ARM -> s.name().matches("\\$[adt](\\..*)?");
          case Machine.AARCH64 -> s.name().matches("\\$[xd](\\..*)?");
          default -> false;
        };
  }

  private static void removeDebug(ElfEditor e) {
    e.sections().removeIf(Strip::isDebug);
  }

  private static boolean keepsNothing(ElfEditor e, Predicate<Symbol> kept) {
    return e.model().symbols().isEmpty() || e.model().symbols().get().symbols().noneMatch(kept);
  }

  /** Symbols, and what names them: relocations (in a linked file those of ld -q) and groups. */
  public static boolean isForSymbols(View s) {
    boolean loaded = (s.flags() & SectionHeader.ALLOC) != 0;
    return !loaded
        && (s.type() == SectionType.SYMTAB
            || s.type() == SectionType.SYMTAB_SHNDX
            || s.type() == SectionType.GROUP
            || s.type() == SectionType.REL
            || s.type() == SectionType.RELA
            || s.type() == SectionType.CREL);
  }
}
