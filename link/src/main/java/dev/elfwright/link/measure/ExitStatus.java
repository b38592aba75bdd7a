package dev.elfwright.link.measure;

/** How a process ended. */
public sealed interface ExitStatus {

  /** It returned {@code code}. */
  record Exited(int code) implements ExitStatus {
    @Override
    public String toString() {
      return "exit status " + code;
    }
  }

  /** A signal ended it. */
  record Killed(int signal) implements ExitStatus {
    @Override
    public String toString() {
      return "signal " + signal;
    }
  }

  /** Whether the process ended by itself with status 0. */
  default boolean isSuccess() {
    return this instanceof Exited(int code) && code == 0;
  }

  /** Reads the status word of {@code wait4}. */
  static ExitStatus ofWaitStatus(int status) {
    int signal = status & 0x7f;
    return signal == 0 ? new Exited((status >> 8) & 0xff) : new Killed(signal);
  }
}
