package dev.elfwright.elf.constant;

import java.util.ArrayList;
import java.util.Comparator;
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
  private record Found(long bit, String name) {}

  private final Map<String, List<Flag>> flags = new HashMap<>();

  private FlagTable() {}

  static FlagTable of(String text) {
    FlagTable table = new FlagTable();
    TableText.forEach(
        text,
        (heading, line) ->
            table.flags.computeIfAbsent(heading, _ -> new ArrayList<>()).add(flag(line)));
    return table;
  }

  private static Flag flag(String[] line) {
    int slash = line[0].indexOf('/');
    long mask = Long.decode(slash < 0 ? line[0] : line[0].substring(0, slash));
    return new Flag(mask, slash < 0 ? mask : Long.decode(line[0].substring(slash + 1)), line[1]);
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
    found.sort(Comparator.comparing(Found::bit, Long::compareUnsigned));
    List<String> names = new ArrayList<>(found.stream().map(Found::name).toList());
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
