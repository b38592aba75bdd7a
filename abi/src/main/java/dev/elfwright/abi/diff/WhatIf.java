package dev.elfwright.abi.diff;

import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.SymbolKind;
import dev.elfwright.abi.library.ThreadLocals;
import java.util.Optional;

/** Changes that a library does not have yet. */
public final class WhatIf {
  private WhatIf() {}

  /**
   * A variable that becomes larger.
   *
   * @param bytes by how much, at least 1
   * @return empty when it cannot break a program
   * @throws IllegalArgumentException when the symbol is no variable
   */
  public static Optional<Change> grow(LibraryAbi library, ExportedSymbol symbol, long bytes) {
    long size = symbol.size() + bytes;
    return switch (symbol.kind()) {
      case DATA ->
          Optional.of(
              Change.of(
                  Rule.DATA_COPY_SIZE,
                  symbol.fullName(),
                  "%d bytes, were %d".formatted(size, symbol.size()),
                  new Victims.SmallCopies(symbol.name(), size)));
      case THREAD_LOCAL -> {
        ThreadLocals block = library.threadLocals();
        yield isStatic(block)
            ? Optional.of(
                Change.of(
                    Rule.TLS_SIZE,
                    symbol.fullName(),
                    "static block of %d bytes, was %d"
                        .formatted(block.size() + bytes, block.size()),
                    new Victims.LateLoaders(block.size() + bytes, block.alignment())))
            : Optional.empty();
      }
      case FUNCTION, INDIRECT_FUNCTION, OTHER -> throw noVariable(symbol);
    };
  }

  /**
   * A variable that becomes aligned to more.
   *
   * @param alignment in bytes, a power of two
   * @return empty when it cannot break a program
   * @throws IllegalArgumentException when the symbol is no variable
   */
  public static Optional<Change> align(LibraryAbi library, ExportedSymbol symbol, long alignment) {
    if (symbol.kind() == SymbolKind.DATA) {
      return Optional.of(
          Change.of(
              Rule.DATA_COPY_ALIGN,
              symbol.fullName(),
              "aligned to %d, was %d".formatted(alignment, symbol.apparentAlignment()),
              new Victims.MisalignedCopies(symbol.name(), alignment)));
    }
    if (symbol.kind() != SymbolKind.THREAD_LOCAL) {
      throw noVariable(symbol);
    }
    ThreadLocals block = library.threadLocals();
    return isStatic(block) && alignment > block.alignment()
        ? Optional.of(
            Change.of(
                Rule.TLS_ALIGN_GT_STATIC,
                symbol.fullName(),
                "static block aligned to %d, was %d".formatted(alignment, block.alignment()),
                new Victims.LateLoaders(block.size(), alignment)))
        : Optional.empty();
  }

  private static boolean isStatic(ThreadLocals block) {
    return block.model().filter(ThreadLocals.Model.STATIC::equals).isPresent();
  }

  private static IllegalArgumentException noVariable(ExportedSymbol symbol) {
    return new IllegalArgumentException(symbol.fullName() + " is no variable");
  }
}
