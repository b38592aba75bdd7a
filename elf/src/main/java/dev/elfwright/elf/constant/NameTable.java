package dev.elfwright.elf.constant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Names of numbers, from lines {@code number NAME other-names}; see {@link TableText}. */
final class NameTable {
  private final Map<String, Map<Long, String>> words = new HashMap<>();

  private NameTable() {}

  static NameTable of(String text) {
    NameTable table = new NameTable();
    TableText line = new TableText(text);
    while (line.next()) {
      for (String heading : line.headings()) {
        Map<Long, String> below = table.words.get(heading);
        if (below == null) {
          below = new HashMap<>();
          table.words.put(heading, below);
        }
        below.put(TableText.parse(line.number()), line.rest());
      }
    }
    return table;
  }

  /** The first name of a number, or the number in hexadecimal. */
  String name(long value, Abi abi) {
    return name(value, abi.headings());
  }

  /** The first name below the first of these headings that has one. */
  String name(long value, List<String> headings) {
    for (String heading : headings) {
      Map<Long, String> below = words.get(heading);
      String found = below == null ? null : below.get(value);
      if (found != null) {
        return TableText.first(found);
      }
    }
    return "0x" + Long.toHexString(value);
  }

  /** The number of a name, in any of its spellings. */
  OptionalLong number(String name, Abi abi) {
    for (String heading : abi.headings()) {
      for (Map.Entry<Long, String> line : words.getOrDefault(heading, Map.of()).entrySet()) {
        if (List.of(line.getValue().split(" ")).contains(name)) {
          return OptionalLong.of(line.getKey());
        }
      }
    }
    return OptionalLong.empty();
  }

  /** All headings, for tests. */
  List<String> headings() {
    return List.copyOf(words.keySet());
  }
}
