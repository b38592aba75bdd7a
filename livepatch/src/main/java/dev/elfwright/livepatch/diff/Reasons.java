package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.Piece;

/** Puts differences into words. */
final class Reasons {
  private Reasons() {}

  /** Why a piece is not the same, and where that comes from. */
  static String of(Piece piece, Difference difference) {
    Difference root = difference.root();
    if (root.where() == piece) {
      return difference.text();
    }
    return "%s: %s".formatted(root.where(), root.text());
  }
}
