package dev.elfwright.cli;

import java.lang.foreign.Arena;

/**
 * Has the JDK initialize native memory, into which files are read, while the command line is
 * parsed: its classes spin method handles that no AOT cache holds (JDK 25).
 */
final class NativeMemory extends Thread {
  private NativeMemory() {
    setDaemon(true);
  }

  /** Begins, and does not wait. */
  static void prepare() {
    new NativeMemory().start();
  }

  @Override
  public void run() {
    try (Arena arena = Arena.ofConfined()) {
      arena.allocate(1);
    }
  }
}
