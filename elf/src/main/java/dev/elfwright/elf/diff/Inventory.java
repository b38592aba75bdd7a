package dev.elfwright.elf.diff;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.diff.Change.Fact;
import dev.elfwright.elf.diff.Subject.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a file says, as a set of subjects with properties: two files mean the same when their
 * inventories are equal. Values are lists as long as {@link #properties}, to be small.
 */
final class Inventory {
  private final Map<Subject, List<String>> items = new LinkedHashMap<>();
  private final Map<Subject, Integer> repeats = new HashMap<>();

  /** The names of the values of each kind, in order. */
  static List<String> properties(Kind kind) {
    return switch (kind) {
      case FILE, NEEDED, VERSION -> List.of();
      case HEADER, DYNAMIC, NOTE -> List.of("value");
      case SEGMENT -> List.of("permissions", "memory size", "alignment");
      case SYMBOL -> List.of("section", "type", "binding", "visibility", "size", "value");
      case RELOCATION -> List.of("count");
      case SECTION -> List.of("type", "flags", "size", "alignment", "address");
    };
  }

  /** Adds a subject; where its name is taken, the name is numbered. */
  Subject add(Kind kind, String name, String... values) {
    Subject subject = new Subject(kind, name);
    while (items.containsKey(subject)) {
      int number = repeats.merge(new Subject(kind, name), 1, Integer::sum) + 1;
      subject = new Subject(kind, name.concat(" #").concat(Integer.toString(number)));
    }
    items.put(subject, List.of(values));
    return subject;
  }

  /** The subjects, in the order of the file. */
  Set<Subject> subjects() {
    return items.keySet();
  }

  /** What of the first inventory is gone, what is other, and what the second has more. */
  static List<Change> changes(Inventory before, Inventory after) {
    List<Change> found = new ArrayList<>();
    before.items.forEach((subject, values) -> {
      List<String> now = after.items.get(subject);
      if (now == null) {
        found.add(new Change.Removed(subject, facts(subject.kind(), values)));
      } else if (!now.equals(values)) {
        alter(subject, values, now, found);
      }
    });
    for (Subject subject : after.items.keySet()) {
      if (!before.items.containsKey(subject)) {
        List<String> values = requireNonNull(after.items.get(subject));
        found.add(new Change.Added(subject, facts(subject.kind(), values)));
      }
    }
    return found;
  }

  private static void alter(
      Subject subject, List<String> before, List<String> after, List<Change> to) {
    List<String> names = properties(subject.kind());
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        to.add(new Change.Altered(subject, names.get(i), before.get(i), after.get(i)));
      }
    }
  }

  private static List<Fact> facts(Kind kind, List<String> values) {
    List<String> names = properties(kind);
    List<Fact> facts = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).isEmpty()) {
        facts.add(new Fact(names.get(i), values.get(i)));
      }
    }
    return facts;
  }
}
