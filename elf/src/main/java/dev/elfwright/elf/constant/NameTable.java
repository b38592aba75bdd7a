package dev.elfwright.elf.constant;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Names of numbers, from lines {@code number NAME other-names}; see {@link TableText}. */
final class NameTable {
  private final Map<String, Map<Long, String>> names = new HashMap<>();
  private final Map<String, Map<String, Long>> numbers = new HashMap<>();

  private NameTable() {}

  static NameTable of(String text) {
    NameTable table = new NameTable();
    TableText.forEach(text, table::add);
    return table;
  }

  private void add(String heading, String[] line) {
    Long number = Long.decode(line[0]);
    names.computeIfAbsent(heading, _ -> new HashMap<>()).putIfAbsent(number, line[1]);
    Map<String, Long> known = numbers.computeIfAbsent(heading, _ -> new HashMap<>());
    for (int i = 1; i < line.length; i++) {
      known.putIfAbsent(line[i], number);
    }
  }

  /** The first name of a number, or the number in hexadecimal. */
  String name(long value, Abi abi) {
    return name(value, abi.headings());
  }

  /** The first name below the first of these headings that has one. */
  String name(long value, List<String> headings) {
    for (String heading : headings) {
      Map<Long, String> table = names.get(heading);
      if (table != null && table.containsKey(value)) {
        return requireNonNull(table.get(value));
      }
    }
    return "0x" + Long.toHexString(value);
  }

  /** The number of a name, in any of its spellings. */
  OptionalLong number(String name, Abi abi) {
    for (String heading : abi.headings()) {
      Map<String, Long> table = numbers.get(heading);
      if (table != null && table.containsKey(name)) {
        return OptionalLong.of(requireNonNull(table.get(name)));
      }
    }
    return OptionalLong.empty();
  }

  /** All headings, for tests. */
  List<String> headings() {
    return List.copyOf(names.keySet());
  }
}
