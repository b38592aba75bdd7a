package dev.elfwright.livepatch.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A patched file whose lines have the numbers of the original wherever the patch leaves the code
 * alone. Macros make constants of numbers of lines ({@code WARN}, {@code BUG}), so one new line
 * changes functions far below it; with directives {@code #line} those are compiled to what they
 * were, and what still differs is the patch.
 *
 * <p>Numbers change from one stretch of the file to the next only: a stretch ends behind a function
 * or before a declaration that an empty line precedes. One whose words are others has the numbers
 * of the patched file, so that the warnings of a changed function name the lines that its author
 * sees.
 */
final class NumberedLines {
  private static final Pattern COMMENT_OR_BLANKS =
      Pattern.compile("(?s)/\\*.*?(?:\\*/|\\z)|//[^\n]*|\\s+");

  private final List<String> out = new ArrayList<>();
  private int before;
  private int after;

  /** What the compiler takes for the number of the next line. */
  private int next = 1;

  private NumberedLines() {}

  /**
   * The patched file.
   *
   * @param lines all of its lines and those that are removed, in order
   */
  static List<String> of(List<Hunk.Line> lines) {
    NumberedLines numbered = new NumberedLines();
    int from = 0;
    for (int i = 1; i < lines.size(); i++) {
      if (isBoundary(lines.get(i - 1), lines.get(i))) {
        numbered.stretch(lines.subList(from, i));
        from = i;
      }
    }
    numbered.stretch(lines.subList(from, lines.size()));
    return numbered.out;
  }

  /** A directive between the lines of a macro would change more than a number. */
  private static boolean isBoundary(Hunk.Line last, Hunk.Line next) {
    boolean isEnd = last.text().equals("}") || last.text().equals("};");
    boolean isStart =
        last.text().isEmpty()
            && !next.text().isEmpty()
            && Character.isJavaIdentifierStart(next.text().charAt(0));
    return last.kind() == Hunk.Kind.KEPT
        && next.kind() == Hunk.Kind.KEPT
        && !next.text().endsWith("\\")
        && (isEnd || isStart);
  }

  private void stretch(List<Hunk.Line> lines) {
    boolean isChanged = !words(lines, Hunk.Kind.ADDED).equals(words(lines, Hunk.Kind.REMOVED));
    for (Hunk.Line line : lines) {
      switch (line.kind()) {
        case REMOVED -> before++;
        case ADDED -> {
          after++;
          add(isChanged ? after : next, line.text());
        }
        case KEPT -> {
          before++;
          after++;
          add(isChanged ? after : before, line.text());
        }
      }
    }
  }

  /** Numbers go on by themselves where they can. */
  private void add(int number, String text) {
    boolean inMacro = !out.isEmpty() && out.getLast().endsWith("\\");
    if (number != next && !inMacro) {
      out.add("#line " + number);
      next = number;
    }
    out.add(text);
    next++;
  }

  /** The text but for one kind of lines, without blanks and comments. */
  private static String words(List<Hunk.Line> lines, Hunk.Kind without) {
    return COMMENT_OR_BLANKS
        .matcher(
            lines.stream()
                .filter(l -> l.kind() != without)
                .map(Hunk.Line::text)
                .collect(Collectors.joining("\n")))
        .replaceAll("");
  }
}
