package dev.elfwright.link.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows one process from {@code execve} to its end, stopping it only at milestones. Time stands
 * still while the process does, so what the tracer reads from files in between costs nothing.
 *
 * <p>glibc's loader has SystemTap probes for these points, but Debian builds it without. What every
 * build has are {@code _dl_debug_state}, the function that debuggers put a breakpoint on, and
 * {@code __tunable_get_val}, which the loader calls for the size of the static TLS once all
 * libraries are mapped. Calls inside of the loader reach the exported addresses too.
 */
final class TimeLineTracer {
  /** What a breakpoint stands on; all but {@code RSEQ_WRITTEN} are instructions. */
  private enum Stop {
    DEBUG_STATE,
    RSEQ_WRITTEN,
    FIRST_CONSTRUCTOR,
    ENTRY,
    START_MAIN,
    MAIN,
    EXIT_CALLED
  }

  private final Ptrace ptrace;
  private final int pid;
  private final @Nullable Map<Path, Landmarks> known;
  private final Map<Stop, Long> armed = new EnumMap<>(Stop.class);
  private final SortedMap<Milestone, Passed> passed = new TreeMap<>();
  private final List<Path> images = new ArrayList<>();
  private long began;
  private long stoodStill;
  private int stops;
  private int debugStates;

  private TimeLineTracer(Ptrace ptrace, int pid, @Nullable Map<Path, Landmarks> known) {
    this.ptrace = ptrace;
    this.pid = pid;
    this.known = known;
  }

  /**
   * When a milestone was passed.
   *
   * @param nanos since execve
   * @param stops how many stops were made before; half a one is its way to the tracer
   */
  record Passed(long nanos, double stops) {}

  /**
   * One run.
   *
   * @param milestones what was passed, in order
   * @param images the files that ran in this process, one after the other
   * @param status how it ended
   */
  record Trace(SortedMap<Milestone, Passed> milestones, List<Path> images, ExitStatus status) {}

  /** Runs a program once; {@code known} keeps what was read from files for the next run. */
  static Trace run(Ptrace ptrace, Spawner shell, Map<Path, Landmarks> known) {
    int pid = TracedLaunch.start(ptrace, shell, Ptrace.TRACE_EXIT | Ptrace.KILL_ON_TRACER_EXIT);
    return new TimeLineTracer(ptrace, pid, known).follow();
  }

  /** Runs a program once, stopping it at {@code execve} only. */
  static Trace runBare(Ptrace ptrace, Spawner shell) {
    int pid = TracedLaunch.start(ptrace, shell, Ptrace.KILL_ON_TRACER_EXIT);
    return new TimeLineTracer(ptrace, pid, null).follow();
  }

  private Trace follow() {
    passed.put(Milestone.EXEC, new Passed(0, 0));
    began = System.nanoTime();
    ptrace.resume(Ptrace.CONTINUE, pid, 0);
    while (true) {
      TraceEvent event = ptrace.next(pid);
      long stopped = System.nanoTime();
      long now = stopped - began - stoodStill;
      int signal = 0;
      switch (event) {
        case TraceEvent.Executed _ -> enter(now);
        case TraceEvent.Signalled(_, int s) when s == Ptrace.SIGTRAP -> reached(now);
        case TraceEvent.Signalled(_, int s) -> signal = s;
        case TraceEvent.Exiting _ -> mark(Milestone.EXIT, now);
        case TraceEvent.Gone(_, ExitStatus status) -> {
          return end(now, status);
        }
        case TraceEvent.SystemCall _,
            TraceEvent.Forked _,
            TraceEvent.Reunited _,
            TraceEvent.Started _,
            TraceEvent.Stopped _ -> {}
      }
      stops++;
      stoodStill += System.nanoTime() - stopped;
      ptrace.resume(Ptrace.CONTINUE, pid, signal);
    }
  }

  private Trace end(long now, ExitStatus status) {
    passed.put(Milestone.REAPED, new Passed(now, stops));
    if (images.isEmpty()) {
      throw new MeasureException("the program could not be executed under trace: " + status);
    }
    Passed relocated = passed.get(Milestone.RELOCATED);
    if (relocated != null) {
      // The loader's next act is to call the first constructor.
      passed.putIfAbsent(Milestone.FIRST_CONSTRUCTOR, relocated);
    }
    return new Trace(passed, List.copyOf(images), status);
  }

  private void mark(Milestone milestone, long now) {
    passed.put(milestone, new Passed(now, stops + 0.5));
  }

  /** A new image: what an earlier one has passed does not count, but its time does. */
  private void enter(long now) {
    ProcessImage process = new ProcessImage(pid);
    images.add(process.program());
    if (known == null) {
      return;
    }
    passed.keySet().removeIf(m -> m != Milestone.EXEC);
    armed.clear();
    debugStates = 0;
    if (process.loaderBase().isPresent()) {
      mark(Milestone.LOADER, now);
      long base = process.loaderBase().getAsLong();
      Landmarks loader = loader(process, base);
      arm(Stop.DEBUG_STATE, loader, Landmarks.DEBUG_STATE, base);
    }
    armed.put(Stop.ENTRY, process.entry());
    Landmarks program = landmarks(process.program());
    arm(
        Stop.FIRST_CONSTRUCTOR,
        program,
        Landmarks.FIRST_CONSTRUCTOR,
        process.entry() - program.entry() + program.base());
    setBreakpoints();
  }

  private Landmarks loader(ProcessImage process, long base) {
    return process.mappingAt(base).map(m -> landmarks(m.path())).orElse(Landmarks.NONE);
  }

  private Landmarks landmarks(Path file) {
    return known == null ? Landmarks.NONE : known.computeIfAbsent(file, Landmarks::of);
  }

  /** {@code start} is where the page with the file's lowest address is mapped. */
  private void arm(Stop stop, Landmarks file, String symbol, long start) {
    file.symbol(symbol).ifPresent(value -> armed.put(stop, start + value - file.base()));
  }

  private void reached(long now) {
    long address = ptrace.instruction(pid);
    List<Stop> here =
        armed.entrySet().stream()
            .filter(e -> e.getValue() == address)
            .map(Map.Entry::getKey)
            .toList();
    here.forEach(stop -> pass(stop, now));
    if (here.isEmpty() && armed.containsKey(Stop.RSEQ_WRITTEN)) {
      // A write is reported after it happened, at whatever instruction follows.
      pass(Stop.RSEQ_WRITTEN, now);
    }
    setBreakpoints();
  }

  private void pass(Stop stop, long now) {
    switch (stop) {
      case DEBUG_STATE -> passDebugState(now);
      case RSEQ_WRITTEN -> reach(stop, Milestone.MAPPED, now);
      case FIRST_CONSTRUCTOR -> reach(stop, Milestone.FIRST_CONSTRUCTOR, now);
      case ENTRY -> {
        reach(stop, Milestone.ENTRY, now);
        new ProcessImage(pid).mapping("libc.so.").ifPresent(this::armLibc);
      }
      case START_MAIN -> {
        armed.remove(stop);
        armed.put(Stop.MAIN, ptrace.firstArgument(pid));
      }
      case MAIN -> reach(stop, Milestone.MAIN, now);
      case EXIT_CALLED -> reach(stop, Milestone.EXIT_CALLED, now);
    }
  }

  private void reach(Stop stop, Milestone milestone, long now) {
    mark(milestone, now);
    armed.remove(stop);
  }

  /** The first call comes before any library is mapped, the second when all are relocated. */
  private void passDebugState(long now) {
    ProcessImage process = new ProcessImage(pid);
    long base = process.loaderBase().orElse(0);
    if (debugStates++ == 0) {
      arm(Stop.RSEQ_WRITTEN, loader(process, base), Landmarks.RSEQ_OFFSET, base);
    } else {
      reach(Stop.DEBUG_STATE, Milestone.RELOCATED, now);
      armed.remove(Stop.RSEQ_WRITTEN);
    }
  }

  private void armLibc(ProcessImage.Mapping libc) {
    Landmarks file = landmarks(libc.path());
    arm(Stop.START_MAIN, file, Landmarks.START_MAIN, libc.start());
    arm(Stop.EXIT_CALLED, file, Landmarks.EXIT, libc.start());
  }

  private void setBreakpoints() {
    long[] addresses = armed.values().stream().mapToLong(Long::longValue).toArray();
    if (!ptrace.breakAt(pid, addresses, armed.getOrDefault(Stop.RSEQ_WRITTEN, 0L))) {
      throw new MeasureException(
          "the processor's breakpoint registers cannot be set on this machine");
    }
  }
}
