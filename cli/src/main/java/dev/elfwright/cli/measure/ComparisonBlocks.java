package dev.elfwright.cli.measure;

import dev.elfwright.link.measure.BreakpointKind;
import dev.elfwright.link.measure.Comparison;
import dev.elfwright.link.measure.MachineDescription;
import dev.elfwright.link.measure.Phase;
import dev.elfwright.link.measure.Side;
import dev.elfwright.report.Block;
import dev.elfwright.report.Unit;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The parts of a page about comparisons. */
public final class ComparisonBlocks {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private ComparisonBlocks() {}

  /** Ratio, time, faults and system calls in large figures. */
  public static Block.Figures figures(Comparison c) {
    Side a = c.a();
    Side b = c.b();
    List<Block.Figure> figures = new ArrayList<>();
    figures.add(
        new Block.Figure(
            Unit.TIMES.format(c.ratio().value()),
            "times as fast",
            String.format(
                Locale.ROOT,
                "%.2f to %.2f (%.0f %%)",
                c.ratio().low(),
                c.ratio().high(),
                100 * c.ratio().confidence())));
    figures.add(figure(Unit.DURATION, "wall time, median", a.medianNanos(), b.medianNanos()));
    figures.add(figure(Unit.COUNT, "page faults", a.medianFaults(), b.medianFaults()));
    if (a.systemCalls().isPresent() && b.systemCalls().isPresent()) {
      figures.add(
          figure(
              Unit.COUNT,
              "system calls",
              (double) a.systemCalls().get().total(),
              (double) b.systemCalls().get().total()));
    }
    return new Block.Figures(figures);
  }

  private static Block.Figure figure(Unit unit, String label, double before, double after) {
    return new Block.Figure(unit.format(after), label, "was " + unit.format(before));
  }

  /** The time lines of several sides under each other; the sides need one each. */
  public static Block.StackedBars timeLines(Map<String, Side> sides) {
    List<Block.Bar> bars = new ArrayList<>();
    sides.forEach((name, side) -> {
      Map<Phase, Long> phases = side.timeLine().orElseThrow().phases();
      bars.add(
          new Block.Bar(
              name,
              Stream.of(Phase.values()).map(p -> (double) phases.getOrDefault(p, 0L)).toList()));
    });
    return new Block.StackedBars(
        Stream.of(Phase.values()).map(Phase::title).toList(), bars, Unit.DURATION);
  }

  /** Every timed run of several sides. */
  public static Block.Strip runs(Map<String, Side> sides) {
    List<Block.Samples> rows = new ArrayList<>();
    sides.forEach((name, side) ->
        rows.add(
            new Block.Samples(
                name, side.runs().stream().map(r -> (double) r.wallNanos()).toList())));
    return new Block.Strip(rows, Unit.DURATION);
  }

  /** All numbers. */
  public static Block.Table numbers(Comparison c, Names names) {
    return new Block.Table(
        List.of("", names.a(), names.b(), "ratio"), Row.of(c).stream().map(Row::cells).toList());
  }

  /** The machine, as a table of two columns. */
  public static Block.Table machine(Comparison c) {
    MachineDescription m = c.machine();
    return new Block.Table(
        List.of("", ""),
        List.of(
            List.of("processor", m.processors() + " × " + m.processor()),
            List.of("memory", Unit.BYTES.format((double) m.memoryBytes())),
            List.of("kernel", m.kernel()),
            List.of("C library", m.libc()),
            List.of("system", m.system()),
            List.of("stopped by", c.stoppedBy().map(BreakpointKind::description).orElse("nothing")),
            List.of("measured", DATE.format(c.when().atOffset(ZoneOffset.UTC)) + " UTC"),
            List.of("timed runs of each", Integer.toString(c.pairs()))));
  }

  /** How the figures came to be. */
  public static Block.Prose method() {
    return new Block.Prose(
        "The programs ran in turn, one process after the other, with standard input and outputs on"
            + " /dev/null. Wall time is from just before the process is made until it is reaped."
            + " The interval is a bootstrap over pairs. The time line comes from further runs under"
            + " ptrace that stop at each milestone, medians, with the cost of the stops taken out;"
            + " system calls from one more run.");
  }
}
