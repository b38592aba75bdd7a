package dev.elfwright.link.measure;

/** Why a traced task stopped, as {@code wait4} tells it (ptrace(2)). */
sealed interface TraceEvent {

  /** The task. */
  int pid();

  /** It is no more. */
  record Gone(int pid, ExitStatus status) implements TraceEvent {}

  /** {@code execve} succeeded; the first instruction of the new image is next. */
  record Executed(int pid) implements TraceEvent {}

  /** It is about to exit; its memory can still be read. */
  record Exiting(int pid) implements TraceEvent {}

  /** It enters or leaves a system call. */
  record SystemCall(int pid) implements TraceEvent {}

  /** A signal is about to be delivered. */
  record Signalled(int pid, int signal) implements TraceEvent {}

  /** It has made a new task. */
  record Forked(int pid) implements TraceEvent {}

  /** The task that it made with vfork is done with its memory. */
  record Reunited(int pid) implements TraceEvent {}

  /** A new task that is traced from its first instruction. */
  record Started(int pid) implements TraceEvent {}

  /** A stopping signal stopped it. */
  record Stopped(int pid) implements TraceEvent {}

  /** Decodes the status word of {@code wait4}. */
  static TraceEvent of(int pid, int status) {
    if ((status & 0xff) != 0x7f) {
      return new Gone(pid, ExitStatus.ofWaitStatus(status));
    }
    int signal = (status >> 8) & 0xff;
    return switch (status >> 16) {
      case 0 ->
          signal == (Ptrace.SIGTRAP | 0x80) ? new SystemCall(pid) : new Signalled(pid, signal);
      case 4 -> new Executed(pid);
      case 6 -> new Exiting(pid);
      case 128 -> signal == Ptrace.SIGTRAP ? new Started(pid) : new Stopped(pid);
      case 1, 2, 3 -> new Forked(pid);
      default -> new Reunited(pid);
    };
  }
}
