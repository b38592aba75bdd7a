package dev.elfwright.link.measure;

import dev.elfwright.link.measure.TimeLineTracer.Passed;
import dev.elfwright.link.measure.TimeLineTracer.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one stop under trace costs the traced program: it must wake the tracer and be woken by it,
 * on an idle virtual processor some 50 microseconds, as much as a whole phase of a small program.
 * Found on a program that is over at once, by comparing runs that stop at every milestone with runs
 * that stop only at {@code execve}: the cost is the same for all programs, but in a long run it
 * drowns in what else the machine does.
 *
 * @param nanos for one stop
 */
record StopCost(double nanos) {

  private static final int RUNS = 20;

  static StopCost measure(Ptrace ptrace, BreakpointKind kind) {
    Map<Path, Landmarks> known = new HashMap<>();
    List<Trace> stopping = new ArrayList<>();
    List<Trace> bare = new ArrayList<>();
    try (Spawner shell = TracedLaunch.shell(RegisterBreakpoints.NOTHING)) {
      for (int i = 0; i < RUNS; i++) {
        stopping.add(TimeLineTracer.run(ptrace, kind, shell, known));
        bare.add(TimeLineTracer.runBare(ptrace, shell));
      }
    }
    return of(stopping, bare);
  }

  private static StopCost of(List<Trace> stopping, List<Trace> bare) {
    Passed slow = fastest(stopping);
    Passed fast = fastest(bare);
    double stops = slow.stops() - fast.stops();
    return new StopCost(stops <= 0 ? 0 : Math.max(0, (slow.nanos() - fast.nanos()) / stops));
  }

  /** Of the fastest run: what else the machine does makes a run slower, never faster. */
  private static Passed fastest(List<Trace> traces) {
    return traces.stream()
        .map(t -> t.milestones().getOrDefault(Milestone.REAPED, new Passed(0, 0)))
        .min(Comparator.comparingLong(Passed::nanos))
        .orElseThrow();
  }

  /** The time line as it would be without the stops; never backwards. */
  TimeLine correct(Trace trace) {
    SortedMap<Milestone, Long> corrected = new TreeMap<>();
    long last = 0;
    for (Map.Entry<Milestone, Passed> one : trace.milestones().entrySet()) {
      Passed passed = one.getValue();
      last = Math.max(last, passed.nanos() - Math.round(nanos * passed.stops()));
      corrected.put(one.getKey(), last);
    }
    return new TimeLine(corrected, 1);
  }
}
