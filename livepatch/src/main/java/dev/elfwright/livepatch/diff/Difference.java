package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.Piece;
import org.jspecify.annotations.Nullable;

/**
 * The first thing in which a piece differs from its twin.
 *
 * @param where the patched piece in which it shows
 * @param text what differs, in words that follow "because"
 * @param offset where it begins in the piece, in bytes, -1 when that is not known
 * @param through the difference in a piece it refers to, or null when it is in its own bytes
 */
record Difference(Piece where, String text, long offset, @Nullable Difference through) {
  /** The difference that all others follow from. */
  Difference root() {
    Difference d = this;
    while (d.through != null) {
      d = d.through;
    }
    return d;
  }
}
