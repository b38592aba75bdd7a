package dev.elfwright.elf.constant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks over a table as it is written: lines of a number and what belongs to it. A line that ends
 * in a colon is a heading: the lines below it apply to the machines it names, to a system ({@code
 * os NAME}) or, for notes, to an owner. What stands above the first heading applies to all.
 *
 * <p>Plain loops, no streams: the first name of a table is asked for once in every short command.
 */
final class TableText {
  /** The heading of what applies to all. */
  static final String COMMON = "";

  private final String text;
  private int next;
  private List<String> headings = List.of(COMMON);
  private String number = "";
  private String rest = "";

  TableText(String text) {
    this.text = text;
  }

  /** Moves to the next line that is no heading; false at the end. */
  boolean next() {
    while (next < text.length()) {
      int newline = text.indexOf('\n', next);
      int end = newline < 0 ? text.length() : newline;
      int start = next;
      next = end + 1;
      if (end == start) {
        continue;
      }
      if (text.charAt(end - 1) != ':') {
        int space = text.indexOf(' ', start);
        number = text.substring(start, space);
        rest = text.substring(space + 1, end);
        return true;
      }
      headings = headings(text.substring(start, end - 1));
    }
    return false;
  }

  /** The lines below each heading, without taking them apart. */
  static Map<String, String> blocks(String text) {
    Map<String, String> blocks = new HashMap<>();
    List<String> headings = List.of(COMMON);
    int next = 0;
    while (next < text.length()) {
      int colon = text.indexOf(":\n", next);
      int end = colon < 0 ? text.length() : text.lastIndexOf('\n', colon) + 1;
      for (String heading : headings) {
        blocks.merge(heading, text.substring(next, end), String::concat);
      }
      if (colon < 0) {
        break;
      }
      headings = headings(text.substring(end, colon));
      next = colon + 2;
    }
    return blocks;
  }

  private static List<String> headings(String line) {
    return line.startsWith("os ") ? List.of(line) : List.of(line.split(" "));
  }

  /** What the line applies to. */
  List<String> headings() {
    return headings;
  }

  /** The first word. */
  String number() {
    return number;
  }

  /** The other words. */
  String rest() {
    return rest;
  }

  /** The value of a decimal or {@code 0x} number. */
  static long parse(String number) {
    return number.startsWith("0x")
        ? Long.parseLong(number, 2, number.length(), 16)
        : Long.parseLong(number);
  }

  /** The first of some words. */
  static String first(String words) {
    int space = words.indexOf(' ');
    return space < 0 ? words : words.substring(0, space);
  }
}
