package dev.elfwright.link.scope;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolType;

/** Whether a symbol answers a reference (glibc elf/dl-lookup.c, check_match). */
enum Match {
  /** It does not. */
  NO,
  /** It does. */
  YES,
  /**
   * It has a version and none was asked for: it will do when it is the only one of its name in its
   * object.
   */
  IF_ALONE;

  private static final int HIDDEN = 0x8000;
  private static final int FIRST_NEWER_VERSION = 3;
  private static final int TYPES =
      1 << SymbolType.NOTYPE
          | 1 << SymbolType.OBJECT
          | 1 << SymbolType.FUNC
          | 1 << SymbolType.COMMON
          | 1 << SymbolType.TLS
          | 1 << SymbolType.GNU_IFUNC;

  static Match of(ScopeObject object, int symbol, Reference reference, ReferenceClass cls) {
    SymbolTable symbols = object.symbols();
    int type = symbols.type(symbol);
    int section = symbols.sectionIndex(symbol);
    if (symbols.value(symbol) == 0
        && section != Symbol.SECTION_ABSOLUTE
        && type != SymbolType.TLS) {
      return NO;
    }
    if ((cls == ReferenceClass.JUMP_SLOT && section == 0) || ((TYPES >> type) & 1) == 0) {
      return NO;
    }
    if (!object.names().isSame(symbols.nameOffset(symbol), reference.names(), reference.name())) {
      return NO;
    }
    Versions versions = object.versions();
    if (!versions.present()) {
      return YES;
    }
    int raw = versions.raw(symbol);
    boolean hidden = (raw & HIDDEN) != 0;
    if (reference.version() != VersionNames.NONE) {
      int own = versions.number(raw);
      boolean open = !reference.exact() && own == VersionNames.NONE && !hidden;
      return own == reference.version() || open ? YES : NO;
    }
    // A program from before versions gets the base version or the first one, whatever is default
    // now.
    if ((raw & ~HIDDEN) < FIRST_NEWER_VERSION) {
      return YES;
    }
    return hidden ? NO : IF_ALONE;
  }
}
