package dev.elfwright.link.measure;

import java.util.OptionalLong;
import java.util.Set;

/** What stops one traced process at addresses of instructions, before they run. */
sealed interface Breakpoints permits RegisterBreakpoints, CodeBreakpoints {

  static Breakpoints of(BreakpointKind kind, Ptrace ptrace) {
    return switch (kind) {
      case REGISTERS -> new RegisterBreakpoints(ptrace);
      case INSTRUCTIONS -> new CodeBreakpoints(ptrace);
    };
  }

  /** Which events of the process it must hear of. */
  long traceOptions();

  /** Forgets all, for the process has become another program. */
  void entered();

  /**
   * Stops the process at these addresses from now on, and at no others.
   *
   * @param task one of its tasks, stopped
   */
  void set(int task, Set<Long> addresses);

  /**
   * Where a task stands that got SIGTRAP, ready to run the instruction there; empty when the signal
   * is the program's own.
   */
  OptionalLong reached(int task);

  /**
   * Takes the breakpoints out of what a new task has copied.
   *
   * @param made the task, stopped before its first instruction
   * @param by the task that made it, stopped too
   * @return whether its memory is its own, so that it meets no breakpoint any more
   */
  boolean leave(int made, int by);
}
