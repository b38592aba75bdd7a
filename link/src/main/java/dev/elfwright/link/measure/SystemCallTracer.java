package dev.elfwright.link.measure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs a program once, stopping it and all it starts at each system call. */
final class SystemCallTracer {
  private final Ptrace ptrace;
  private final int pid;
  private final Set<Integer> alive = new HashSet<>();

  /** Tasks that have ended, some before their parent told of them. */
  private final Set<Integer> gone = new HashSet<>();

  private final Map<Long, Long> counts = new HashMap<>();
  private Optional<MemoryUse> memory = Optional.empty();
  private boolean executed;

  private SystemCallTracer(Ptrace ptrace, int pid) {
    this.ptrace = ptrace;
    this.pid = pid;
    alive.add(pid);
  }

  /**
   * One run.
   *
   * @param calls what was called
   * @param memory what it used just before its end; empty when a signal ended it
   */
  record Trace(SystemCalls calls, Optional<MemoryUse> memory) {}

  static Trace run(Ptrace ptrace, Spawner shell) {
    long options = Ptrace.TRACE_EXIT | Ptrace.TRACE_NEW_TASKS | Ptrace.KILL_ON_TRACER_EXIT;
    return new SystemCallTracer(ptrace, TracedLaunch.start(ptrace, shell, options)).follow();
  }

  private Trace follow() {
    ptrace.resume(Ptrace.TO_NEXT_SYSTEM_CALL, pid, 0);
    while (alive.contains(pid)) {
      TraceEvent event = ptrace.next(-1);
      int task = event.pid();
      alive.add(task);
      switch (event) {
        case TraceEvent.Gone _ -> {
          alive.remove(task);
          gone.add(task);
        }
        case TraceEvent.SystemCall _ -> {
          count(ptrace.enteredCall(task));
          ptrace.resume(Ptrace.TO_NEXT_SYSTEM_CALL, task, 0);
        }
        case TraceEvent.Signalled(_, int signal) ->
            ptrace.resume(Ptrace.TO_NEXT_SYSTEM_CALL, task, signal);
        case TraceEvent.Stopped _ -> ptrace.listen(task);
        case TraceEvent.Exiting _ -> {
          if (task == pid) {
            memory = Optional.of(new ProcessImage(pid).memory());
          }
          ptrace.resume(Ptrace.TO_NEXT_SYSTEM_CALL, task, 0);
        }
        case TraceEvent.Executed _ -> {
          executed = true;
          ptrace.resume(Ptrace.TO_NEXT_SYSTEM_CALL, task, 0);
        }
        case TraceEvent.Forked _ -> {
          // The program may end before the new task is heard of.
          int made = ptrace.newTask(task);
          if (!gone.contains(made)) {
            alive.add(made);
          }
          ptrace.resume(Ptrace.TO_NEXT_SYSTEM_CALL, task, 0);
        }
        case TraceEvent.Reunited _, TraceEvent.Started _ ->
            ptrace.resume(Ptrace.TO_NEXT_SYSTEM_CALL, task, 0);
      }
    }
    alive.forEach(this::release);
    return new Trace(SystemCalls.of(counts), memory);
  }

  private void count(long call) {
    if (executed && call >= 0) {
      counts.merge(call, 1L, Long::sum);
    }
  }

  /** Lets a task go that outlives the program, a daemon say. It can be detached only in a stop. */
  private void release(int task) {
    ptrace.interrupt(task);
    TraceEvent event = ptrace.next(task);
    if (event instanceof TraceEvent.Forked && !gone.contains(ptrace.newTask(task))) {
      release(ptrace.newTask(task));
    }
    if (!(event instanceof TraceEvent.Gone)) {
      ptrace.detach(task);
    }
  }
}
