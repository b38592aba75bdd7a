package dev.elfwright.link.measure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Breakpoints in the processor's debug registers, four at most. They change no page of the program,
 * and neither threads nor children have them. Some virtual machines take them and never fire.
 */
final class RegisterBreakpoints implements Breakpoints {
  /** Over at once, and there for certain: tracing needs the shell anyway. */
  static final Launch NOTHING = new Launch(Path.of("/bin/sh"), List.of("-c", ":"), Map.of());

  private final Ptrace ptrace;
  private Set<Long> addresses = Set.of();

  RegisterBreakpoints(Ptrace ptrace) {
    this.ptrace = ptrace;
  }

  /** Whether they stop a program on this machine, tried on one that does nothing. */
  static boolean fire(Ptrace ptrace) {
    try (Spawner shell = TracedLaunch.shell(NOTHING)) {
      int pid = TracedLaunch.start(ptrace, shell, Ptrace.KILL_ON_TRACER_EXIT);
      ptrace.resume(Ptrace.CONTINUE, pid, 0);
      boolean fired = false;
      while (true) {
        switch (ptrace.next(pid)) {
          case TraceEvent.Executed _ ->
              ptrace.breakAt(pid, new long[] {new ProcessImage(pid).entry()});
          case TraceEvent.Signalled(_, int signal) -> fired |= signal == Ptrace.SIGTRAP;
          case TraceEvent.Gone _ -> {
            return fired;
          }
          case TraceEvent _ -> {}
        }
        ptrace.resume(Ptrace.CONTINUE, pid, 0);
      }
    }
  }

  @Override
  public long traceOptions() {
    return 0;
  }

  @Override
  public void entered() {
    addresses = Set.of();
  }

  @Override
  public void set(int task, Set<Long> wanted) {
    addresses = Set.copyOf(wanted);
    if (!ptrace.breakAt(task, wanted.stream().mapToLong(Long::longValue).toArray())) {
      throw new MeasureException(
          "the processor's breakpoint registers cannot be set on this machine");
    }
  }

  @Override
  public OptionalLong reached(int task) {
    long at = ptrace.instruction(task);
    return addresses.contains(at) ? OptionalLong.of(at) : OptionalLong.empty();
  }

  @Override
  public boolean leave(int made, int by) {
    return true;
  }
}
