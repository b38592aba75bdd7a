package dev.elfwright.link.measure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Compares two programs by running them in turn. */
public final class Measure {
  private static final double CONFIDENCE = 0.95;

  private Measure() {}

  /**
   * Runs {@code a} and {@code b} in turn, both with standard input and outputs on {@code
   * /dev/null}: first to warm up, then timed, then under trace for time line and system calls.
   *
   * @throws MeasureException when one cannot be started, or they do not all end the same way
   */
  public static Comparison compare(Launch a, Launch b, MeasureOptions options) {
    // A tracer is one thread, and its children are its own: the caller may be a virtual thread.
    CompletableFuture<Comparison> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("measure")
        .daemon()
        .start(() -> result.completeAsync(() -> compareHere(a, b, options), Runnable::run));
    try {
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static Comparison compareHere(Launch a, Launch b, MeasureOptions options) {
    List<Run> runsA = new ArrayList<>();
    List<Run> runsB = new ArrayList<>();
    try (Spawner spawnA = new Spawner(a);
        Spawner spawnB = new Spawner(b)) {
      ExitStatus expected = spawnA.run().status();
      for (int i = 0; i < options.warmUps(); i++) {
        check(a, b, expected, spawnA.run(), spawnB.run());
      }
      for (int i = 0; i < options.pairs(); i++) {
        Run runA = spawnA.run();
        Run runB = spawnB.run();
        check(a, b, expected, runA, runB);
        runsA.add(runA);
        runsB.add(runB);
        options.progress().accept(i + 1);
      }
    }
    boolean traces = options.tracedRuns() > 0 && Ptrace.isSupported();
    Traced traced =
        traces
            ? traced(a, runsA, b, runsB, options.tracedRuns())
            : new Traced(Side.untraced(a, runsA), Side.untraced(b, runsB), Optional.empty());
    Side sideA = traced.a();
    Side sideB = traced.b();
    Ratio ratio =
        Statistics.ratioOfMedians(
            sideA.column(Run::wallNanos), sideB.column(Run::wallNanos), CONFIDENCE);
    return new Comparison(
        sideA,
        sideB,
        ratio,
        MachineDescription.ofThisMachine(),
        Instant.now(),
        traced.stoppedBy(),
        Warnings.of(sideA, sideB));
  }

  /** Both sides, and how they were stopped. */
  private record Traced(Side a, Side b, Optional<BreakpointKind> stoppedBy) {}

  private static Traced traced(Launch a, List<Run> runsA, Launch b, List<Run> runsB, int count) {
    try (Ptrace ptrace = new Ptrace()) {
      BreakpointKind kind = kindThatWorks(ptrace);
      try (SideTracer tracerA = new SideTracer(ptrace, kind, a);
          SideTracer tracerB = new SideTracer(ptrace, kind, b)) {
        StopCost cost = StopCost.measure(ptrace, kind);
        for (int i = 0; i < count; i++) {
          tracerA.run();
          tracerB.run();
        }
        return new Traced(tracerA.side(runsA, cost), tracerB.side(runsB, cost), Optional.of(kind));
      }
    }
  }

  private static BreakpointKind kindThatWorks(Ptrace ptrace) {
    return RegisterBreakpoints.fire(ptrace)
        ? BreakpointKind.REGISTERS
        : BreakpointKind.INSTRUCTIONS;
  }

  private static void check(Launch a, Launch b, ExitStatus expected, Run runA, Run runB) {
    for (Map.Entry<Launch, Run> one : List.of(Map.entry(a, runA), Map.entry(b, runB))) {
      if (!one.getValue().status().equals(expected)) {
        throw new MeasureException(
            "the two cannot be compared: %s ended with %s, but the first run of %s with %s"
                .formatted(
                    one.getKey().commandLine(),
                    one.getValue().status(),
                    a.commandLine(),
                    expected));
      }
    }
  }
}
