package dev.elfwright.link.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one of the two programs under trace. */
final class SideTracer implements AutoCloseable {
  private final Ptrace ptrace;
  private final BreakpointKind kind;
  private final Launch launch;
  private final Spawner shell;
  private final Map<Path, Landmarks> known = new HashMap<>();
  private final List<TimeLineTracer.Trace> traces = new ArrayList<>();

  SideTracer(Ptrace ptrace, BreakpointKind kind, Launch launch) {
    this.ptrace = ptrace;
    this.kind = kind;
    this.launch = launch;
    shell = TracedLaunch.shell(launch);
    // The first run reads the files that hold the landmarks, and does not count.
    TimeLineTracer.run(ptrace, kind, shell, known);
  }

  /** One run more for the time line. */
  void run() {
    traces.add(TimeLineTracer.run(ptrace, kind, shell, known));
  }

  /** All that is known of this side; runs the program once more for its system calls. */
  Side side(List<Run> timed, StopCost cost) {
    SystemCallTracer.Trace calls = SystemCallTracer.run(ptrace, shell);
    return new Side(
        launch,
        timed,
        Optional.of(TimeLine.median(traces.stream().map(cost::correct).toList())),
        Optional.of(calls.calls()),
        calls.memory(),
        traces.getLast().images());
  }

  @Override
  public void close() {
    shell.close();
  }
}
