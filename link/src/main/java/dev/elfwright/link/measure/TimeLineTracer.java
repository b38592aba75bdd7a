package dev.elfwright.link.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows one process from {@code execve} to its end, stopping it only at milestones. Time stands
 * still while the process does, so what the tracer reads from files in between costs nothing.
 *
 * <p>glibc's loader has SystemTap probes for these points, but Debian builds it without. What every
 * build has are {@code _dl_debug_state}, the function that debuggers put a breakpoint on, and the
 * variable {@code __rseq_offset}, which the loader writes once all libraries are mapped. Calls
 * inside of the loader reach the exported addresses too.
 *
 * <p>Each stop is made once, so that no breakpoint need be stepped over. {@code _dl_debug_state} is
 * called twice; the breakpoint is put on it again when the first call returns.
 */
final class TimeLineTracer {
  /** What a breakpoint stands on. */
  private enum Stop {
    BEFORE_MAPPING,
    BEFORE_MAPPING_RETURNS,
    DEBUG_STATE,
    RSEQ_WRITTEN,
    FIRST_CONSTRUCTOR,
    ENTRY,
    START_MAIN,
    MAIN,
    EXIT_CALLED
  }

  private final Ptrace ptrace;
  private final Breakpoints breakpoints;
  private final int pid;
  private final @Nullable Map<Path, Landmarks> known;
  private final Map<Stop, Long> armed = new EnumMap<>(Stop.class);
  private final SortedMap<Milestone, Passed> passed = new TreeMap<>();
  private final List<Path> images = new ArrayList<>();
  private long began;
  private long stoodStill;
  private int stops;

  /** Tasks that share the program's memory: threads, and children of vfork. */
  private final Set<Integer> companions = new HashSet<>();

  /** Tasks that were heard of before who made them. */
  private final Set<Integer> unexplained = new HashSet<>();

  private TimeLineTracer(
      Ptrace ptrace, Breakpoints breakpoints, int pid, @Nullable Map<Path, Landmarks> known) {
    this.ptrace = ptrace;
    this.breakpoints = breakpoints;
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
  static Trace run(Ptrace ptrace, BreakpointKind kind, Spawner shell, Map<Path, Landmarks> known) {
    Breakpoints breakpoints = Breakpoints.of(kind, ptrace);
    long options = Ptrace.TRACE_EXIT | Ptrace.KILL_ON_TRACER_EXIT | breakpoints.traceOptions();
    int pid = TracedLaunch.start(ptrace, shell, options);
    return new TimeLineTracer(ptrace, breakpoints, pid, known).follow();
  }

  /** Runs a program once, stopping it at {@code execve} only. */
  static Trace runBare(Ptrace ptrace, Spawner shell) {
    int pid = TracedLaunch.start(ptrace, shell, Ptrace.KILL_ON_TRACER_EXIT);
    return new TimeLineTracer(ptrace, new RegisterBreakpoints(ptrace), pid, null).follow();
  }

  private Trace follow() {
    passed.put(Milestone.EXEC, new Passed(0, 0));
    began = System.nanoTime();
    ptrace.resume(Ptrace.CONTINUE, pid, 0);
    while (true) {
      TraceEvent event = ptrace.next(-1);
      long stopped = System.nanoTime();
      long now = stopped - began - stoodStill;
      if (event.pid() != pid) {
        followCompanion(event, now);
        continue;
      }
      int signal = 0;
      switch (event) {
        case TraceEvent.Executed _ -> enter(now);
        case TraceEvent.Signalled(_, int s) when s == Ptrace.SIGTRAP -> signal = trapped(pid, now);
        case TraceEvent.Signalled(_, int s) -> signal = s;
        case TraceEvent.Forked _ -> explain(pid);
        case TraceEvent.Exiting _ -> mark(Milestone.EXIT, now);
        case TraceEvent.Gone(_, ExitStatus status) -> {
          return end(now, status);
        }
        case TraceEvent.SystemCall _,
            TraceEvent.Reunited _,
            TraceEvent.Started _,
            TraceEvent.Stopped _ -> {}
      }
      stops++;
      stoodStill += System.nanoTime() - stopped;
      ptrace.resume(Ptrace.CONTINUE, pid, signal);
    }
  }

  /** The program runs meanwhile, so this takes nothing from its time. */
  private void followCompanion(TraceEvent event, long now) {
    int task = event.pid();
    int signal = 0;
    switch (event) {
      case TraceEvent.Started _ when !companions.contains(task) -> {
        unexplained.add(task);
        return;
      }
      case TraceEvent.Gone _ -> {
        companions.remove(task);
        unexplained.remove(task);
        return;
      }
      case TraceEvent.Executed _ -> {
        companions.remove(task);
        ptrace.detach(task);
        return;
      }
      case TraceEvent.Stopped _ -> {
        ptrace.listen(task);
        return;
      }
      case TraceEvent.Signalled(_, int s) when s == Ptrace.SIGTRAP -> signal = trapped(task, now);
      case TraceEvent.Signalled(_, int s) -> signal = s;
      case TraceEvent.Forked _ -> explain(task);
      case TraceEvent.SystemCall _,
          TraceEvent.Reunited _,
          TraceEvent.Started _,
          TraceEvent.Exiting _ -> {}
    }
    ptrace.resume(Ptrace.CONTINUE, task, signal);
  }

  /** A task has made another one, which stops before its first instruction. */
  private void explain(int parent) {
    int made = ptrace.newTask(parent);
    if (!unexplained.remove(made) && ptrace.next(made) instanceof TraceEvent.Gone) {
      return;
    }
    if (breakpoints.leave(made, parent)) {
      ptrace.detach(made);
    } else {
      companions.add(made);
      ptrace.resume(Ptrace.CONTINUE, made, 0);
    }
  }

  /** Lets a task go that outlives the program. It can be detached only in a stop. */
  private void release(int task) {
    ptrace.interrupt(task);
    TraceEvent event = ptrace.next(task);
    if (event instanceof TraceEvent.Gone) {
      return;
    }
    if (event instanceof TraceEvent.Forked) {
      explain(task);
    }
    breakpoints.set(task, Set.of());
    ptrace.detach(task);
  }

  private Trace end(long now, ExitStatus status) {
    passed.put(Milestone.REAPED, new Passed(now, stops));
    List.copyOf(companions).forEach(this::release);
    unexplained.forEach(ptrace::detach);
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
    companions.clear();
    breakpoints.entered();
    if (process.loaderBase().isPresent()) {
      mark(Milestone.LOADER, now);
      long base = process.loaderBase().getAsLong();
      Landmarks loader = loader(process, base);
      arm(Stop.BEFORE_MAPPING, loader, Landmarks.DEBUG_STATE, base);
    }
    armed.put(Stop.ENTRY, process.entry());
    Landmarks program = landmarks(process.program());
    arm(
        Stop.FIRST_CONSTRUCTOR,
        program,
        Landmarks.FIRST_CONSTRUCTOR,
        process.entry() - program.entry() + program.base());
    setBreakpoints(pid);
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

  /** Answers the signal that the task shall get: none when a breakpoint caused it. */
  private int trapped(int task, long now) {
    OptionalLong address = breakpoints.reached(task);
    if (address.isEmpty()) {
      return Ptrace.SIGTRAP;
    }
    armed.entrySet().stream()
        .filter(e -> e.getValue() == address.getAsLong())
        .map(Map.Entry::getKey)
        .toList()
        .forEach(stop -> pass(stop, task, now));
    setBreakpoints(task);
    return 0;
  }

  private void pass(Stop stop, int task, long now) {
    armed.remove(stop);
    switch (stop) {
      case BEFORE_MAPPING -> armed.put(Stop.BEFORE_MAPPING_RETURNS, ptrace.returnAddress(task));
      case BEFORE_MAPPING_RETURNS -> armLoader();
      case RSEQ_WRITTEN -> mark(Milestone.MAPPED, now);
      case DEBUG_STATE -> {
        mark(Milestone.RELOCATED, now);
        armed.remove(Stop.RSEQ_WRITTEN);
      }
      case FIRST_CONSTRUCTOR -> mark(Milestone.FIRST_CONSTRUCTOR, now);
      case ENTRY -> {
        mark(Milestone.ENTRY, now);
        new ProcessImage(pid).mapping("libc.so.").ifPresent(this::armLibc);
      }
      case START_MAIN -> armed.put(Stop.MAIN, ptrace.firstArgument(task));
      case MAIN -> mark(Milestone.MAIN, now);
      case EXIT_CALLED -> mark(Milestone.EXIT_CALLED, now);
    }
  }

  private void armLoader() {
    ProcessImage process = new ProcessImage(pid);
    long base = process.loaderBase().orElse(0);
    Landmarks loader = loader(process, base);
    arm(Stop.RSEQ_WRITTEN, loader, Landmarks.RSEQ_WRITTEN, base);
    arm(Stop.DEBUG_STATE, loader, Landmarks.DEBUG_STATE, base);
  }

  private void armLibc(ProcessImage.Mapping libc) {
    Landmarks file = landmarks(libc.path());
    arm(Stop.START_MAIN, file, Landmarks.START_MAIN, libc.start());
    arm(Stop.EXIT_CALLED, file, Landmarks.EXIT, libc.start());
  }

  /** Through a task that is stopped: the others' memory cannot be reached. */
  private void setBreakpoints(int task) {
    breakpoints.set(task, Set.copyOf(armed.values()));
  }
}
