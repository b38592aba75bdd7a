package dev.elfwright.dwarf.constant;

import java.util.HashMap;
import java.util.Map;

/** Names of numbers, from lines of a number in hexadecimal and what follows a common prefix. */
final class NameTable {
  private final String prefix;
  private final Map<Long, String> names = new HashMap<>();

  private NameTable(String prefix) {
    this.prefix = prefix;
  }

  static NameTable of(String prefix, String lines) {
    NameTable table = new NameTable(prefix);
    for (String line : lines.split("\n")) {
      int space = line.indexOf(' ');
      long number = Long.parseLong(line, 2, space, 16);
      table.names.put(number, prefix + line.substring(space + 1));
    }
    return table;
  }

  String name(long value) {
    String name = names.get(value);
    return name != null ? name : prefix + "0x" + Long.toHexString(value);
  }
}
