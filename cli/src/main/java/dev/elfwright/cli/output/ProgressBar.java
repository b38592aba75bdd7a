package dev.elfwright.cli.output;

import java.io.PrintStream;

/**
 * One moving line on standard error while something takes long. Prints nothing where nobody
 * watches, and nothing for work that is over at once.
 */
public final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long FIRST_AFTER_NANOS = 150_000_000;
  private static final long THEN_EVERY_NANOS = 50_000_000;

  private final PrintStream err;
  private final boolean shown;
  private long nextAt = System.nanoTime() + FIRST_AFTER_NANOS;
  private boolean drawn;

  /** A bar on the terminal's error stream. */
  public ProgressBar(Terminal terminal) {
    this.err = terminal.err();
    this.shown = terminal.interactive();
  }

  /**
   * Moves the bar.
   *
   * @param step what is being done
   * @param done how much of it is done
   * @param total how much there is, or 0 when that is not known
   */
  public synchronized void update(String step, long done, long total) {
    if (!shown || System.nanoTime() < nextAt) {
      return;
    }
    nextAt = System.nanoTime() + THEN_EVERY_NANOS;
    drawn = true;
    if (total <= 0) {
      err.print("\r\033[K" + step);
    } else {
      int full = (int) (Math.min(done, total) * WIDTH / total);
      String bar = "#".repeat(full) + ".".repeat(WIDTH - full);
      err.print("\r\033[K" + step + " [" + bar + "] " + done + "/" + total);
    }
    err.flush();
  }

  /** Removes the line. */
  @Override
  public synchronized void close() {
    if (drawn) {
      err.print("\r\033[K");
      err.flush();
      drawn = false;
    }
  }
}
