package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.LivepatchRefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a patch does to one file.
 *
 * @param patch the patch's name, for messages
 * @param path the file, from the top of the source on
 * @param hunks its changes, in the order of the file
 */
record FilePatch(String patch, String path, List<Hunk> hunks) {
  /**
   * A file before the patch and after it, both as lines. The latter has directives by which only
   * what has changed is numbered anew ({@link NumberedLines}).
   */
  record Applied(List<String> original, List<String> patched) {}

  /**
   * Applies the changes. Lines may have moved, but each line that a change shows must be as it is
   * shown: code that differs from what the author saw is nothing to guess about.
   *
   * @throws LivepatchRefusedException when one does not apply
   */
  Applied apply(List<String> original) {
    List<Hunk.Line> lines = new ArrayList<>();
    int at = 0;
    int moved = 0;
    for (int i = 0; i < hunks.size(); i++) {
      Hunk hunk = hunks.get(i);
      int place = find(original, hunk, at, hunk.oldStart() - 1 + moved, i);
      moved = place - (hunk.oldStart() - 1);
      keep(original.subList(at, place), lines);
      lines.addAll(hunk.lines());
      at = place + hunk.before().size();
    }
    keep(original.subList(at, original.size()), lines);
    return new Applied(original, NumberedLines.of(lines));
  }

  private static void keep(List<String> lines, List<Hunk.Line> into) {
    lines.forEach(text -> into.add(new Hunk.Line(Hunk.Kind.KEPT, text)));
  }

  private int find(List<String> original, Hunk hunk, int from, int expected, int index) {
    List<String> before = hunk.before();
    for (int distance = 0; distance <= original.size(); distance++) {
      for (int place : new int[] {expected + distance, expected - distance}) {
        if (place >= from
            && place + before.size() <= original.size()
            && original.subList(place, place + before.size()).equals(before)) {
          return place;
        }
      }
    }
    throw new LivepatchRefusedException(
        "%s: change %d of %s does not apply: no such lines at line %d or elsewhere"
            .formatted(patch, index + 1, path, hunk.oldStart()));
  }
}
