package dev.elfwright.elf.verify;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;

/** The symbols that a loader sees, with what hash tables must know of them. */
final class DynamicSymbols {
  private final Subject subject;
  private final SymbolTable symbols;
  private final int count;

  DynamicSymbols(Subject subject, DynamicModel dynamic) {
    this.subject = subject;
    this.symbols = dynamic.symbols();
    // Only the section says how many there are; hash tables and relocations, how many at least.
    this.count =
        subject.sections().stream()
            .filter(s -> s.type() == SectionType.DYNSYM)
            .mapToInt(s -> (int) Math.min(s.size() / entry(), symbols.count()))
            .findFirst()
            .orElse(symbols.count());
  }

  private int entry() {
    return SymbolTable.entrySize(subject.in().is64());
  }

  /** The number that section header or hash table give. */
  int count() {
    return count;
  }

  /** The name; reading all names costs no more than a multiple of the file's size. */
  String name(int symbol) {
    String name = symbols.name(symbol);
    subject.spend(name.length());
    return name;
  }

  /** Whether other objects may bind to it, so that a hash table has to find it. */
  boolean isExported(int symbol) {
    int visibility = symbols.visibility(symbol);
    return symbols.binding(symbol) != SymbolBinding.LOCAL
        && !symbols.isUndefined(symbol)
        && (visibility == Symbol.VISIBILITY_DEFAULT || visibility == Symbol.VISIBILITY_PROTECTED);
  }
}
