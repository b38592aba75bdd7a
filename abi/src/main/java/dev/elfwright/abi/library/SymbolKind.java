package dev.elfwright.abi.library;

import dev.elfwright.elf.constant.SymbolType;

/** What an exported symbol is. */
public enum SymbolKind {
  /** STT_FUNC. */
  FUNCTION,
  /** STT_GNU_IFUNC: a function that is chosen when the library is loaded. */
  INDIRECT_FUNCTION,
  /** STT_OBJECT or STT_COMMON: a variable. */
  DATA,
  /** STT_TLS: a thread's variable. */
  THREAD_LOCAL,
  /** STT_NOTYPE and what else there is. */
  OTHER;

  /**
   * That of a symbol.
   *
   * @param type see {@link SymbolType}
   */
  public static SymbolKind of(int type) {
    return switch (type) {
      case SymbolType.FUNC -> FUNCTION;
      case SymbolType.GNU_IFUNC -> INDIRECT_FUNCTION;
      case SymbolType.OBJECT, SymbolType.COMMON -> DATA;
      case SymbolType.TLS -> THREAD_LOCAL;
      default -> OTHER;
    };
  }

  /** Whether it can be called. */
  public boolean isFunction() {
    return this == FUNCTION || this == INDIRECT_FUNCTION;
  }
}
