package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.CompiledObject;
import dev.elfwright.livepatch.object.ObjectSection;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Relocations;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * What the patch's author says by kpatch's macros: KPATCH_IGNORE_FUNCTION, whose section refers to
 * functions, and KPATCH_IGNORE_SECTION, whose section refers to names of sections.
 */
final class Author {
  private Author() {}

  /** The pieces whose changes the author leaves out. */
  static Set<Piece> ignored(CompiledObject patched) {
    var pieces = new HashSet<Piece>();
    var sections = new HashSet<String>();
    for (ObjectSection s : patched.sections()) {
      Relocations r = s.relocations();
      for (int i = 0; i < r.count(); i++) {
        if (!r.isInside(i)) {
          continue;
        }
        if (s.name().equals(".kpatch.ignore.functions")) {
          pieces.add(r.target(i));
        } else if (s.name().equals(".kpatch.ignore.sections")) {
          sections.add(text(r.target(i), r.targetOffset(i)));
        }
      }
    }
    for (Piece p : patched.pieces()) {
      if (sections.contains(p.section().name())) {
        pieces.add(p);
      }
    }
    return pieces;
  }

  private static String text(Piece piece, long offset) {
    byte[] bytes = piece.section().bytes();
    int from = (int) Math.clamp(piece.start() + offset, 0, bytes.length);
    int to = from;
    while (to < bytes.length && bytes[to] != 0) {
      to++;
    }
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
