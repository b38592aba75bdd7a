package dev.elfwright.elf.edit;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolType;

/** What kinds of symbols there are for tools that change them. */
final class Symbols {
  private Symbols() {}

  /** Whether the name is the symbol's own, not a section's. */
  static boolean isNamed(Symbol s) {
    return s.type() != SymbolType.SECTION;
  }
}
