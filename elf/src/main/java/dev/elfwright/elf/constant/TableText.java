package dev.elfwright.elf.constant;

import java.util.function.BiConsumer;

/**
 * How the tables are written: words on a line, the first a number. A line that ends in a colon is a
 * heading: the lines below it apply to the machines it names, to a system ({@code os NAME}) or, for
 * notes, to an owner. What stands above the first heading applies to all.
 */
final class TableText {
  /** The heading of what applies to all. */
  static final String COMMON = "";

  private TableText() {}

  /** Gives the words of each line, once for each name in its heading. */
  static void forEach(String text, BiConsumer<String, String[]> line) {
    String[] headings = {COMMON};
    for (String row : text.lines().toList()) {
      if (row.endsWith(":")) {
        String heading = row.substring(0, row.length() - 1);
        headings = heading.startsWith("os ") ? new String[] {heading} : heading.split(" ");
      } else if (!row.isEmpty()) {
        String[] words = row.split(" ");
        for (String heading : headings) {
          line.accept(heading, words);
        }
      }
    }
  }
}
