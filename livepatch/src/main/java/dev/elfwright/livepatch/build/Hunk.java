package dev.elfwright.livepatch.build;

import java.util.List;

/**
 * One change of a unified diff: {@code @@ -oldStart,n +newStart,n @@} and its lines.
 *
 * @param oldStart the first line that it is about, from 1 on
 * @param lines its lines in order
 */
record Hunk(int oldStart, List<Line> lines) {
  /** What becomes of a line. */
  enum Kind {
    KEPT,
    REMOVED,
    ADDED
  }

  /** A line without its sign and line end. */
  record Line(Kind kind, String text) {}

  /** The lines that have to be there. */
  List<String> before() {
    return lines.stream().filter(l -> l.kind != Kind.ADDED).map(Line::text).toList();
  }
}
