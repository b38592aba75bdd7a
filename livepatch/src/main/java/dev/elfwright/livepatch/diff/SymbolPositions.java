package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.Piece;

/**
 * How the kernel finds a symbol of the object that is patched: by its name and its place among all
 * of that name.
 */
interface SymbolPositions {
  /** The object: {@code vmlinux}, or a module's name with underscores. */
  String object();

  /**
   * The place of a piece's symbol among all of its name, counted from 1, or 0 when there is but
   * one.
   *
   * @param original the piece of the original object
   * @throws dev.elfwright.livepatch.LivepatchRefusedException when the kernel has no such symbol,
   *     or it cannot be told which of several it is
   */
  int position(Piece original);

  /**
   * Symbols that nobody has looked up: the kernel finds those that are unique, and refuses the
   * patch for the others.
   */
  static SymbolPositions unknown(String object) {
    return new SymbolPositions() {
      @Override
      public String object() {
        return object;
      }

      @Override
      public int position(Piece original) {
        return 0;
      }
    };
  }
}
