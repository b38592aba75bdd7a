package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.ObjectSymbol;
import dev.elfwright.livepatch.object.Piece;

/** Puts differences into words. */
final class Reasons {
  private final SourcePlaces places;

  Reasons(SourcePlaces places) {
    this.places = places;
  }

  /** Why a piece is not the same, where that comes from, and where it stands in the source. */
  String of(Piece piece, Difference difference) {
    Difference root = difference.root();
    String text =
        root.where() == piece ? difference.text() : "%s: %s".formatted(root.where(), root.text());
    ObjectSymbol symbol = root.where().symbol();
    if (symbol == null || root.where().kind() != Piece.Kind.FUNCTION || root.offset() < 0) {
      return text;
    }
    return text + places.of(symbol.name(), root.where().start() + root.offset());
  }
}
