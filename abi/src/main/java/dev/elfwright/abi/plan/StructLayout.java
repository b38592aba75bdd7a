package dev.elfwright.abi.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One version of a struct.
 *
 * @param name without the word struct
 * @param fields in the order of their offsets
 * @param alignment in bytes
 * @param size sizeof, in bytes
 */
public record StructLayout(String name, List<Field> fields, long alignment, long size) {
  /** Copies the list. */
  public StructLayout {
    fields = List.copyOf(fields);
  }

  /** The first byte behind the last field: what has a meaning, without padding at the end. */
  public long end() {
    return fields.stream().mapToLong(Field::end).max().orElse(0);
  }

  /** The last field that means something. */
  public Field newest() {
    return fields.stream()
        .filter(f -> !f.isOpen() && !f.isReserved())
        .reduce((_, last) -> last)
        .orElseThrow(
            () -> new PlanRefusedException("struct " + name + ": has no field with a meaning"));
  }

  /**
   * The next version: fields behind the last one, each where its alignment allows; a marker of the
   * end moves along. The alignment of the whole stays at least what it is.
   *
   * @param added their offsets count for nothing, unless one is given: at least 0
   */
  StructLayout with(List<Field> added) {
    List<Field> kept = new ArrayList<>(fields);
    List<Field> markers = kept.stream().filter(Field::isOpen).toList();
    kept.removeAll(markers);
    long end = end();
    long align = alignment;
    for (Field f : added) {
      long at = f.offset() >= 0 ? f.offset() : roundUp(end, f.alignment());
      carve(kept, f.at(at));
      kept.add(f.at(at));
      end = Math.max(end, at + f.size());
      align = Math.max(align, f.alignment());
    }
    for (Field marker : markers) {
      kept.add(marker.at(end));
    }
    kept.sort(Comparator.comparingLong(Field::offset));
    return new StructLayout(name, kept, align, Math.max(size, roundUp(end, align)));
  }

  /** What is left of a reserved field when another takes a part of it. */
  private static void carve(List<Field> fields, Field taker) {
    for (Field f : List.copyOf(fields)) {
      if (f.isReserved() && f.offset() <= taker.offset() && taker.end() <= f.end()) {
        fields.remove(f);
        rest(f, f.offset(), taker.offset()).ifPresent(fields::add);
        rest(f, taker.end(), f.end()).ifPresent(fields::add);
      }
    }
  }

  private static Optional<Field> rest(Field whole, long from, long to) {
    return from == to
        ? Optional.empty()
        : Optional.of(
            new Field(
                "__u8[%d]".formatted(to - from), whole.name() + "_" + from, from, to - from, 1));
  }

  static long roundUp(long value, long alignment) {
    return (value + alignment - 1) / alignment * alignment;
  }
}
