package dev.elfwright.fuzz;

import com.sun.management.ThreadMXBean;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.edit.EditRefusedException;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one step over an input may cost: memory in all, garbage included, of a small multiple of its
 * size, and time of a second for each megabyte begun.
 */
final class Budget {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What messages and tables cost for the smallest file. */
  private static final long FIXED_BYTES = 2L << 20;

  private static final long TIMES_INPUT = 64;
  private static final long NANOS_PER_MEGABYTE = 1_000_000_000;

  private Budget() {}

  private record Result(@Nullable Object value, long bytes, long nanos) {
    boolean isTooHighFor(byte[] input) {
      return bytes > FIXED_BYTES + TIMES_INPUT * input.length
          || nanos > NANOS_PER_MEGABYTE * (1 + (input.length >> 20));
    }
  }

  /** What a step gives; null when it refuses, which is all it may do besides. */
  static @Nullable Object spend(byte[] input, Supplier<? extends @Nullable Object> step) {
    Result first = run(step);
    // The first time may have loaded and instrumented classes.
    Result result = first.isTooHighFor(input) ? run(step) : first;
    if (result.isTooHighFor(input)) {
      throw new AssertionError(
          "%d bytes allocated and %d ms for an input of %d bytes"
              .formatted(result.bytes, result.nanos / 1_000_000, input.length));
    }
    return result.value;
  }

  private static Result run(Supplier<? extends @Nullable Object> step) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long time = THREADS.getCurrentThreadCpuTime();
    Object value = null;
    try {
      value = step.get();
    } catch (ElfFormatException | EditRefusedException e) {
      if (e.getMessage().contains("\n")) {
        throw new AssertionError("more than one line: " + e.getMessage(), e);
      }
    }
    return new Result(
        value,
        THREADS.getCurrentThreadAllocatedBytes() - bytes,
        THREADS.getCurrentThreadCpuTime() - time);
  }
}
