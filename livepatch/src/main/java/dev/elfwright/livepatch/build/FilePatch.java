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
  /** A file before the patch and after it, both as lines. */
  record Applied(List<String> original, List<String> shifted, List<String> patched) {}

  /**
   * Applies the changes. Lines may have moved, but each line that a change shows must be as it is
   * shown: code that differs from what the author saw is nothing to guess about.
   *
   * @throws LivepatchRefusedException when one does not apply
   */
  Applied apply(List<String> original) {
    List<String> patched = new ArrayList<>();
    Shifted shifted = new Shifted();
    int at = 0;
    int moved = 0;
    for (int i = 0; i < hunks.size(); i++) {
      Hunk hunk = hunks.get(i);
      int place = find(original, hunk, at, hunk.oldStart() - 1 + moved, i);
      moved = place - (hunk.oldStart() - 1);
      for (; at < place; at++) {
        patched.add(original.get(at));
        shifted.kept(original.get(at), patched.size());
      }
      for (Hunk.Line line : hunk.lines()) {
        switch (line.kind()) {
          case KEPT -> {
            patched.add(line.text());
            shifted.kept(line.text(), patched.size());
            at++;
          }
          case REMOVED -> {
            shifted.onlyBefore(line.text());
            at++;
          }
          case ADDED -> {
            patched.add(line.text());
            shifted.onlyAfter();
          }
        }
      }
    }
    for (; at < original.size(); at++) {
      patched.add(original.get(at));
      shifted.kept(original.get(at), patched.size());
    }
    return new Applied(original, shifted.lines, patched);
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

  /**
   * The file as it was, but with the line numbers that it has after the patch: what the compiler
   * makes of it differs from the original by {@code __LINE__} alone, so what still differs from the
   * patched file is what the patch changes.
   */
  private static final class Shifted {
    private final List<String> lines = new ArrayList<>();
    private boolean stale;

    void onlyBefore(String text) {
      lines.add(text);
      stale = true;
    }

    void onlyAfter() {
      stale = true;
    }

    /** A directive in a macro or between its lines would change more than a number. */
    void kept(String text, int number) {
      boolean inMacro = !lines.isEmpty() && lines.getLast().endsWith("\\");
      boolean isBetween = !lines.isEmpty() && lines.getLast().equals("}");
      if ((stale || isBetween) && !inMacro) {
        lines.add("#line " + number);
        stale = false;
      }
      lines.add(text);
    }
  }
}
