package dev.elfwright.elf;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs cases under limits of time and memory. Memory is what the case allocates in total, garbage
 * included, which is more than it ever holds.
 */
public final class Limits {
  private static final long SECONDS = 30;
  private static final long FIXED_BYTES = 1L << 20;
  private static final long TIMES_FILE = 64;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private long slowest;
  private long largest;

  public void check(String what, long fileSize, Runnable step) {
    long[] allocated = new long[1];
    long start = System.nanoTime();
    try {
      worker
          .submit(() -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            step.run();
            allocated[0] = THREADS.getCurrentThreadAllocatedBytes() - before;
          })
          .get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(what, e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError(what + ": still running after " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    slowest = Math.max(slowest, System.nanoTime() - start);
    largest = Math.max(largest, allocated[0]);
    if (allocated[0] > FIXED_BYTES + TIMES_FILE * fileSize) {
      throw new AssertionError(
          "%s: %d bytes allocated for a file of %d".formatted(what, allocated[0], fileSize));
    }
  }

  @Override
  public String toString() {
    return "slowest %d ms, most %d KB allocated".formatted(slowest / 1_000_000, largest >> 10);
  }
}
