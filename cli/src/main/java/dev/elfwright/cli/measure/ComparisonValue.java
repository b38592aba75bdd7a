package dev.elfwright.cli.measure;

import dev.elfwright.link.measure.BreakpointKind;
import dev.elfwright.link.measure.Comparison;
import dev.elfwright.link.measure.MachineDescription;
import dev.elfwright.link.measure.MemoryUse;
import dev.elfwright.link.measure.Milestone;
import dev.elfwright.link.measure.Ratio;
import dev.elfwright.link.measure.Run;
import dev.elfwright.link.measure.Side;
import dev.elfwright.link.measure.TimeLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A comparison as JSON shows it. All times are in nanoseconds. The environment is left out: it may
 * hold secrets.
 */
public record ComparisonValue(
    int pairs,
    Ratio ratio,
    SideValue a,
    SideValue b,
    MachineDescription machine,
    String when,
    Optional<BreakpointKind> stoppedBy,
    List<String> warnings) {

  /**
   * One side.
   *
   * @param milestones nanoseconds since execve
   * @param phases durations in nanoseconds
   */
  public record SideValue(
      String program,
      List<String> arguments,
      String ended,
      double medianWallNanos,
      double medianUserNanos,
      double medianSystemNanos,
      double medianMinorFaults,
      double medianMajorFaults,
      Map<String, Long> milestones,
      Map<String, Long> phases,
      Map<String, Long> systemCalls,
      Optional<MemoryUse> memoryAtExit,
      List<Long> wallNanos) {}

  /** The value of a comparison. */
  public static ComparisonValue of(Comparison c) {
    return new ComparisonValue(
        c.pairs(),
        c.ratio(),
        side(c.a()),
        side(c.b()),
        c.machine(),
        c.when().toString(),
        c.stoppedBy(),
        c.warnings());
  }

  private static SideValue side(Side side) {
    Map<String, Long> calls = new TreeMap<>();
    side.systemCalls().ifPresent(s -> calls.putAll(s.byName()));
    return new SideValue(
        side.launch().program().toString(),
        side.launch().arguments(),
        side.status().toString(),
        side.medianNanos(),
        side.median(Run::userNanos),
        side.median(Run::systemNanos),
        side.median(Run::minorFaults),
        side.median(Run::majorFaults),
        words(side.timeLine().map(TimeLine::milestones).orElseGet(TreeMap<Milestone, Long>::new)),
        words(side.timeLine().map(TimeLine::phases).orElseGet(Map::of)),
        calls,
        side.memory(),
        side.runs().stream().map(Run::wallNanos).toList());
  }

  private static Map<String, Long> words(Map<? extends Enum<?>, Long> values) {
    Map<String, Long> named = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> named.put(key.name().toLowerCase(Locale.ROOT).replace('_', '-'), value));
    return named;
  }
}
