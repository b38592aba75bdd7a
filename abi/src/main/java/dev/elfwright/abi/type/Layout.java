package dev.elfwright.abi.type;

import java.util.ArrayList;
import java.util.List;

/**
 * The layout of a struct, class or union, for people.
 *
 * @param title what it is, its name and size
 * @param rows its parts in their order
 */
public record Layout(String title, List<Row> rows) {
  /** Copies the list. */
  public Layout {
    rows = List.copyOf(rows);
  }

  /**
   * One part.
   *
   * @param place bytes from the start, of bit-fields {@code byte.bit:bits}; for virtual functions
   *     the slot in brackets
   * @param declaration type and name
   */
  public record Row(String place, String declaration) {}

  /** That of an aggregate. */
  public static Layout of(Type.Aggregate a, TypeTable types) {
    String word = a.kind() == Type.AggregateKind.UNION ? "union" : "struct";
    List<Row> rows = new ArrayList<>();
    for (Type.BaseClass base : a.bases()) {
      rows.add(
          new Row(
              base.offset() < 0 ? "virtual" : Long.toString(base.offset()),
              ": " + types.spell(base.type())));
    }
    for (Type.Member m : a.members()) {
      rows.add(new Row(place(m), (types.spell(m.type()) + " " + m.name()).stripTrailing()));
    }
    for (Type.VirtualFunction f : a.virtuals()) {
      rows.add(new Row(f.slot() < 0 ? "[]" : "[" + f.slot() + "]", "virtual " + f.name()));
    }
    return new Layout("%s %s, %d bytes".formatted(word, a.name(), a.size()), rows);
  }

  /** That of an enumeration: its names with their values. */
  public static Layout of(Type.Enumeration e) {
    return new Layout(
        "enum %s, %d bytes".formatted(e.name(), e.size()),
        e.enumerators().stream().map(v -> new Row(Long.toString(v.value()), v.name())).toList());
  }

  private static String place(Type.Member m) {
    return m.bitSize() == 0
        ? Long.toString(m.offset())
        : "%d.%d:%d".formatted(m.offset(), m.bitOffset() % 8, m.bitSize());
  }
}
