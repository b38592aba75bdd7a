package dev.elfwright.elf.constant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Names of numbers, from lines {@code number NAME other-names}; see {@link TableText}. */
final class NameTable {
  private final Map<String, NumberedLines> tables;

  private NameTable(Map<String, NumberedLines> tables) {
    this.tables = tables;
  }

  static NameTable of(String text) {
    Map<String, NumberedLines> tables = new HashMap<>();
    for (Map.Entry<String, String> below : TableText.blocks(text).entrySet()) {
      tables.put(below.getKey(), new NumberedLines(below.getValue()));
    }
    return new NameTable(tables);
  }

  /** The first name of a number, or the number in hexadecimal. */
  String name(long value, Abi abi) {
    return name(value, abi.headings());
  }

  /** The first name below the first of these headings that has one. */
  String name(long value, List<String> headings) {
    for (String heading : headings) {
      NumberedLines below = tables.get(heading);
      String found = below == null ? null : below.name(value);
      if (found != null) {
        return found;
      }
    }
    return "0x".concat(Long.toHexString(value));
  }

  /** The number of a name, in any of its spellings. */
  OptionalLong number(String name, Abi abi) {
    for (String heading : abi.headings()) {
      NumberedLines below = tables.get(heading);
      OptionalLong found = below == null ? OptionalLong.empty() : below.number(name);
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalLong.empty();
  }

  /** All headings, for tests. */
  List<String> headings() {
    return List.copyOf(tables.keySet());
  }
}
