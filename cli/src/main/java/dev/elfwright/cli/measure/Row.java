package dev.elfwright.cli.measure;

import dev.elfwright.link.measure.Comparison;
import dev.elfwright.link.measure.MemoryUse;
import dev.elfwright.link.measure.Milestone;
import dev.elfwright.link.measure.Run;
import dev.elfwright.link.measure.Side;
import dev.elfwright.report.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * One measure of both sides, the same for every way of showing it.
 *
 * @param name what is measured
 * @param unit how it is written
 * @param a the value of the first
 * @param b the value of the second
 */
record Row(String name, Unit unit, double a, double b) {

  String first() {
    return unit.format(a);
  }

  String second() {
    return unit.format(b);
  }

  /** How many times as much the first has. */
  String ratio() {
    return a == b ? "1.00×" : b == 0 ? "–" : Unit.TIMES.format(a / b);
  }

  List<String> cells() {
    return List.of(name, first(), second(), ratio());
  }

  /** All that is known; what only one side has, or was not measured, is left out. */
  static List<Row> of(Comparison c) {
    List<Row> rows = new ArrayList<>();
    add(rows, c, "wall time, median", Unit.DURATION, s -> OptionalDouble.of(s.medianNanos()));
    add(rows, c, "wall time, fastest 5 %", Unit.DURATION, s -> some(s.wallQuantile(0.05)));
    add(rows, c, "wall time, slowest 5 %", Unit.DURATION, s -> some(s.wallQuantile(0.95)));
    add(rows, c, "to the first constructor", Unit.DURATION, at(Milestone.FIRST_CONSTRUCTOR));
    add(rows, c, "to the entry point", Unit.DURATION, at(Milestone.ENTRY));
    add(rows, c, "to main", Unit.DURATION, at(Milestone.MAIN));
    add(rows, c, "user time", Unit.DURATION, s -> some(s.median(Run::userNanos)));
    add(rows, c, "system time", Unit.DURATION, s -> some(s.median(Run::systemNanos)));
    add(rows, c, "page faults", Unit.COUNT, s -> some(s.medianFaults()));
    add(rows, c, "system calls", Unit.COUNT, s -> calls(s, ""));
    for (String call : List.of("openat", "mmap", "mprotect")) {
      add(rows, c, "of these " + call, Unit.COUNT, s -> calls(s, call));
    }
    add(rows, c, "resident memory at exit", Unit.BYTES, memory(MemoryUse::residentBytes));
    add(rows, c, "written private memory", Unit.BYTES, memory(MemoryUse::privateDirtyBytes));
    return List.copyOf(rows);
  }

  private static void add(
      List<Row> rows, Comparison c, String name, Unit unit, Function<Side, OptionalDouble> value) {
    OptionalDouble a = value.apply(c.a());
    OptionalDouble b = value.apply(c.b());
    if (a.isPresent() && b.isPresent()) {
      rows.add(new Row(name, unit, a.getAsDouble(), b.getAsDouble()));
    }
  }

  private static OptionalDouble some(double value) {
    return OptionalDouble.of(value);
  }

  private static Function<Side, OptionalDouble> at(Milestone milestone) {
    return side -> {
      OptionalLong nanos = side.timeLine().map(t -> t.at(milestone)).orElse(OptionalLong.empty());
      return nanos.isPresent() ? some((double) nanos.getAsLong()) : OptionalDouble.empty();
    };
  }

  /** The number of calls of one name, of all for the empty name. */
  private static OptionalDouble calls(Side side, String name) {
    return side.systemCalls().stream()
        .mapToDouble(s -> name.isEmpty() ? s.total() : s.count(name))
        .findFirst();
  }

  private static Function<Side, OptionalDouble> memory(Function<MemoryUse, Long> column) {
    return side -> side.memory().stream().mapToDouble(m -> column.apply(m)).findFirst();
  }
}
