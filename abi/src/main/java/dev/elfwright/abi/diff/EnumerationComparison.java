package dev.elfwright.abi.diff;

import dev.elfwright.abi.type.Layout;
import dev.elfwright.abi.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares an enumeration with its successor, name by name. */
final class EnumerationComparison {
  private final Type.Enumeration old;
  private final Type.Enumeration now;
  private final String name;
  private final Set<String> symbols;
  private final List<Change> changes = new ArrayList<>();

  /**
   * A comparison.
   *
   * @param name what the enumeration is called
   * @param symbols those that lead to it
   */
  EnumerationComparison(
      Type.Enumeration old, Type.Enumeration now, String name, Set<String> symbols) {
    this.old = old;
    this.now = now;
    this.name = name;
    this.symbols = symbols;
  }

  List<Change> changes() {
    Map<String, Long> values = new LinkedHashMap<>();
    now.enumerators().forEach(e -> values.put(e.name(), e.value()));
    for (Type.Enumerator e : old.enumerators()) {
      Long value = values.remove(e.name());
      if (value == null) {
        addLost(e);
      } else if (value != e.value()) {
        boolean isEnd = isEndMarker(e, value);
        add(
            isEnd ? Rule.ENUM_ADDED : Rule.ENUM_VALUE,
            "%s is %d, was %d".formatted(e.name(), value, e.value())
                + (isEnd ? "; it marks the end" : ""));
      }
    }
    values.forEach((added, value) -> {
      if (old.enumerators().stream().noneMatch(e -> isRenamed(e, value))) {
        add(Rule.ENUM_ADDED, "%s = %d".formatted(added, value));
      }
    });
    if (old.size() != now.size()) {
      add(Rule.ENUM_SIZE, "%d bytes, were %d".formatted(now.size(), old.size()));
    }
    return changes;
  }

  /** The last one, that moves up when others are added before it. */
  private boolean isEndMarker(Type.Enumerator e, long value) {
    String lower = e.name().toLowerCase(Locale.ROOT);
    boolean isNamedSo =
        lower.endsWith("max")
            || lower.endsWith("last")
            || lower.endsWith("count")
            || lower.endsWith("end")
            || lower.contains("num");
    return isNamedSo
        && value > e.value()
        && old.enumerators().stream().allMatch(o -> o.value() <= e.value())
        && now.enumerators().stream().allMatch(n -> n.value() <= value);
  }

  private void addLost(Type.Enumerator e) {
    Optional<Type.Enumerator> renamed =
        now.enumerators().stream()
            .filter(n -> n.value() == e.value())
            .filter(n -> old.enumerators().stream().noneMatch(o -> o.name().equals(n.name())))
            .findFirst();
    if (renamed.isPresent()) {
      add(Rule.TYPE_NAME, "%s is called %s".formatted(e.name(), renamed.get().name()));
    } else if (now.enumerators().stream().noneMatch(n -> n.value() == e.value())) {
      add(Rule.ENUM_REMOVED, "%s = %d is gone".formatted(e.name(), e.value()));
    }
  }

  private boolean isRenamed(Type.Enumerator e, long value) {
    return e.value() == value
        && now.enumerators().stream().noneMatch(n -> n.name().equals(e.name()));
  }

  private void add(Rule rule, String message) {
    int scope = name.lastIndexOf("::");
    changes.add(
        new Change(
            rule,
            "enum " + (name.isEmpty() ? "without a name" : name),
            message,
            symbols,
            rule.severity().isBreaking()
                ? new Victims.TypeUsers(scope < 0 ? name : name.substring(scope + 2), symbols)
                : new Victims.Nobody(),
            Optional.of(new Change.Layouts(Layout.of(old), Layout.of(now)))));
  }
}
