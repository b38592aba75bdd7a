package dev.elfwright.tls;

/** What a running process asks of its loader. */
public sealed interface LibraryCall {
  /** The library, by path or name as the process gives it. */
  String name();

  /**
   * dlopen, all references bound at once.
   *
   * @param scope who sees the library's symbols
   */
  record Open(String name, SymbolScope scope) implements LibraryCall {}

  /**
   * dlclose of the handle that the last dlopen of this name gave and that is still open; nothing
   * when there is none, for instance because that dlopen failed.
   */
  record Close(String name) implements LibraryCall {}

  /** Who sees the symbols of a library that is opened. */
  enum SymbolScope {
    /** RTLD_LOCAL: itself and what it needs. */
    LOCAL,
    /** RTLD_GLOBAL: all that is opened later too. */
    GLOBAL
  }

  /** dlopen with RTLD_LOCAL. */
  static LibraryCall open(String name) {
    return new Open(name, SymbolScope.LOCAL);
  }
}
