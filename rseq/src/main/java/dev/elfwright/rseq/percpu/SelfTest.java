package dev.elfwright.rseq.percpu;

import dev.elfwright.rseq.code.Routine;
import dev.elfwright.rseq.kernel.Membarrier;
import dev.elfwright.rseq.kernel.Native;
import dev.elfwright.rseq.kernel.Words;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Shows on this machine, in a fraction of a millisecond, that the kernel does what everything here
 * rests on.
 *
 * <p>A thread reads a word inside a section and waits there. Another adds to the word, fences, and
 * ends the waiting. The kernel has to have started the section again, so that both additions count;
 * and when the same code runs without telling the kernel, one must be lost, or the test shows
 * nothing.
 */
final class SelfTest {
  /** What the kernel is told, what came of it, and how often the section was started again. */
  private record Outcome(long word, long restarts) {}

  private static final long TURNS = 20_000_000; // at least half a second
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

  private SelfTest() {}

  /**
   * Runs it.
   *
   * @param registerThread what a thread does first that libc has not registered
   * @return what was seen, in words
   * @throws UnsupportedOperationException when the kernel does not restart sections
   */
  static String run(Function<Routine, Long> addresses, Membarrier fence, Runnable registerThread) {
    Outcome guarded = both(addresses.apply(Routine.WAIT_INSIDE), fence, registerThread);
    if (guarded.word() != 2 || guarded.restarts() == 0) {
      throw new UnsupportedOperationException(
          "self-test: the kernel did not restart a section that was interrupted (%s)"
              .formatted(guarded));
    }
    Outcome unguarded = both(addresses.apply(Routine.WAIT_UNGUARDED), fence, registerThread);
    if (unguarded.word() != 1) {
      throw new UnsupportedOperationException(
          "self-test: code outside of a section lost no update, so nothing is shown (%s)"
              .formatted(unguarded));
    }
    return "a section that was interrupted started again and stayed exact; the same code without"
        + " the kernel's help lost an update";
  }

  private static Outcome both(long routine, Membarrier fence, Runnable registerThread) {
    // Immortal: should a thread not end in time, it still has these.
    long word = java.lang.foreign.Arena.global().allocate(64, 64).address();
    long signals = word + 8;
    MethodHandle function = Native.function(routine, 3);
    Thread inside =
        Thread.ofPlatform()
            .daemon()
            .name("rseq-self-test")
            .start(() -> {
              registerThread.run();
              Native.call(function, word, signals, TURNS);
            });
    long start = System.nanoTime();
    while (Words.getAcquire(signals) == 0) {
      if (System.nanoTime() - start > LONGEST) {
        throw new UnsupportedOperationException("self-test: its thread did not start in time");
      }
      Thread.yield();
    }
    Words.setVolatile(word, Words.get(word) + 1);
    fence.all();
    Words.setVolatile(signals + 8, 1);
    await(inside);
    return new Outcome(Words.getAcquire(word), Words.getAcquire(signals + 16));
  }

  private static void await(Thread thread) {
    try {
      if (!thread.join(java.time.Duration.ofNanos(LONGEST))) {
        throw new UnsupportedOperationException("self-test: its thread did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnsupportedOperationException("self-test: interrupted", e);
    }
  }
}
