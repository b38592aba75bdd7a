package dev.elfwright.elf.constant;

import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lines {@code number NAME other-names}, each number written in decimal or as {@code 0x} in its
 * shortest form. They stay the text that they are, and what was found in it is kept: a short
 * command asks for a dozen of a thousand names, and to take all lines apart would take it 4 ms.
 */
final class NumberedLines {
  /** A newline before each line. */
  private final String text;

  private final Map<Long, String> found = new ConcurrentHashMap<>();

  NumberedLines(String lines) {
    this.text = "\n".concat(lines);
  }

  /** The first name of a number, or null. */
  @Nullable String name(long number) {
    String known = found.get(number);
    if (known != null) {
      return known;
    }
    int at = behind("\n".concat(Long.toString(number)).concat(" "));
    if (at < 0) {
      at = behind("\n0x".concat(Long.toHexString(number)).concat(" "));
    }
    if (at < 0) {
      return null;
    }
    String name = TableText.first(line(at));
    found.put(number, name);
    return name;
  }

  /** The number of a name, in any of its spellings. */
  OptionalLong number(String name) {
    String word = " ".concat(name);
    for (int at = behind(word); at >= 0; at = behind(word, at)) {
      if (at == text.length() || text.charAt(at) == ' ' || text.charAt(at) == '\n') {
        int start = text.lastIndexOf('\n', at - 1) + 1;
        return OptionalLong.of(TableText.parse(text.substring(start, text.indexOf(' ', start))));
      }
    }
    return OptionalLong.empty();
  }

  /** The first names of all numbers, in order. */
  NavigableMap<Long, String> all() {
    NavigableMap<Long, String> names = new TreeMap<>();
    TableText line = new TableText(text);
    while (line.next()) {
      names.put(TableText.parse(line.number()), TableText.first(line.rest()));
    }
    return names;
  }

  private int behind(String words) {
    return behind(words, 0);
  }

  private int behind(String words, int from) {
    int at = text.indexOf(words, from);
    return at < 0 ? -1 : at + words.length();
  }

  private String line(int from) {
    int end = text.indexOf('\n', from);
    return text.substring(from, end < 0 ? text.length() : end);
  }
}
