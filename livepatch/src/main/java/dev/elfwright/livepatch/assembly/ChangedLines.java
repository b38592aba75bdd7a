package dev.elfwright.livepatch.assembly;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines that differ between two lists, by the longest common subsequence between their equal
 * ends.
 */
final class ChangedLines {
  /** Lines of context before and behind a change. */
  private static final int AROUND = 3;

  /** The most cells of the table of lengths; larger middles are shown as replaced. */
  private static final long MOST = 16_000_000;

  private ChangedLines() {}

  static List<String> of(List<Canonical.Line> before, List<Canonical.Line> after) {
    int start = 0;
    int least = Math.min(before.size(), after.size());
    while (start < least && same(before.get(start), after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < least - start
        && same(before.get(before.size() - 1 - end), after.get(after.size() - 1 - end))) {
      end++;
    }
    var all = new ArrayList<String>();
    after.subList(0, start).forEach(l -> all.add("  " + l.shown()));
    middle(
        before.subList(start, before.size() - end), after.subList(start, after.size() - end), all);
    after.subList(after.size() - end, after.size()).forEach(l -> all.add("  " + l.shown()));
    return nearChanges(all);
  }

  private static boolean same(Canonical.Line a, Canonical.Line b) {
    return a.meaning().equals(b.meaning());
  }

  private static void middle(
      List<Canonical.Line> before, List<Canonical.Line> after, List<String> all) {
    int n = before.size();
    int m = after.size();
    if ((long) n * m > MOST) {
      before.forEach(l -> all.add("- " + l.shown()));
      after.forEach(l -> all.add("+ " + l.shown()));
      return;
    }
    int[][] length = new int[n + 1][m + 1];
    for (int i = n - 1; i >= 0; i--) {
      for (int j = m - 1; j >= 0; j--) {
        length[i][j] =
            same(before.get(i), after.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < n || j < m) {
      if (i < n && j < m && same(before.get(i), after.get(j))) {
        all.add("  " + after.get(j).shown());
        i++;
        j++;
      } else if (j == m || i < n && length[i + 1][j] >= length[i][j + 1]) {
        all.add(removed(before.get(i++)));
      } else {
        all.add(added(after.get(j++)));
      }
    }
  }

  private static String removed(Canonical.Line line) {
    return "- " + shown(line);
  }

  private static String added(Canonical.Line line) {
    return "+ " + shown(line);
  }

  /** With what a generated name stands for, for that may be all that differs. */
  private static String shown(Canonical.Line line) {
    return line.meaning().contains("{") ? line.shown() + "    # " + line.meaning() : line.shown();
  }

  private static List<String> nearChanges(List<String> lines) {
    var near = new ArrayList<String>();
    boolean gap = false;
    for (int i = 0; i < lines.size(); i++) {
      boolean close = false;
      for (int k = Math.max(0, i - AROUND); k <= Math.min(lines.size() - 1, i + AROUND); k++) {
        close |= !lines.get(k).startsWith("  ");
      }
      if (close) {
        near.add(lines.get(i));
      } else if (!gap || !near.isEmpty() && !near.getLast().equals("  ...")) {
        near.add("  ...");
      }
      gap = !close;
    }
    return near;
  }
}
