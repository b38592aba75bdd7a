package dev.elfwright.elf.constant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of bits, from lines {@code bits NAME other-names}, or {@code mask/value NAME} for a field
 * of several bits; see {@link TableText}.
 */
final class FlagTable {
  private record Flag(long mask, long value, String name) {}

  /** A name that was found, with the lowest bit it stands for. */
  private record Found(long bit, String name) implements Comparable<Found> {
    @Override
    public int compareTo(Found other) {
      return Long.compareUnsigned(bit, other.bit);
    }
  }

  private final Map<String, List<Flag>> flags = new HashMap<>();

  private FlagTable() {}

  static FlagTable of(String text) {
    FlagTable table = new FlagTable();
    TableText line = new TableText(text);
    while (line.next()) {
      Flag flag = flag(line.number(), TableText.first(line.rest()));
      for (String heading : line.headings()) {
        List<Flag> below = table.flags.get(heading);
        if (below == null) {
          below = new ArrayList<>();
          table.flags.put(heading, below);
        }
        below.add(flag);
      }
    }
    return table;
  }

  private static Flag flag(String bits, String name) {
    int slash = bits.indexOf('/');
    long mask = TableText.parse(slash < 0 ? bits : bits.substring(0, slash));
    return new Flag(mask, slash < 0 ? mask : TableText.parse(bits.substring(slash + 1)), name);
  }

  /** The names of what is set, lowest bit first, then what has no name as one number. */
  List<String> names(long value, Abi abi) {
    List<Found> found = new ArrayList<>();
    long named = 0;
    for (String heading : abi.headings()) {
      for (Flag flag : flags.getOrDefault(heading, List.of())) {
        // A name must say something new: a bit, or that a field is zero.
        long says = (flag.value == 0 ? flag.mask : flag.value) & ~named;
        if ((value & flag.mask) == flag.value && says != 0) {
          found.add(new Found(Long.lowestOneBit(says), flag.name));
          named |= flag.mask;
        }
      }
    }
    found.sort(null);
    List<String> names = new ArrayList<>();
    for (Found f : found) {
      names.add(f.name);
    }
    if ((value & ~named) != 0) {
      names.add("0x" + Long.toHexString(value & ~named));
    }
    return List.copyOf(names);
  }

  /** All headings, for tests. */
  List<String> headings() {
    return List.copyOf(flags.keySet());
  }
}
