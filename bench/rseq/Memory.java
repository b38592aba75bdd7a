package bench;

import dev.elfwright.rseq.PerCpuCounters;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.LongAdder;

/** What 10,000 counters take that two threads have added to at the same time. */
public class Memory {
  private static final int COUNTERS = 10_000;
  private static final int ROUNDS = 5_000;

  /** Measures both and prints bytes. */
  public static void main(String[] args) throws Exception {
    new PerCpuCounters(1).increment(0); // what the library takes once
    together(_ -> {});
    long before = heap();
    LongAdder[] adders = new LongAdder[COUNTERS];
    for (int i = 0; i < COUNTERS; i++) {
      adders[i] = new LongAdder();
    }
    together(i -> adders[i].increment());
    long ofAdders = heap() - before;
    before = heap();
    var counters = new PerCpuCounters(COUNTERS);
    together(counters::increment);
    long ofCounters = heap() - before + counters.memory();
    System.out.printf(
        "10,000 counters: LongAdder %,d bytes, per CPU %,d bytes, %.1f times less%n",
        ofAdders, ofCounters, (double) ofAdders / ofCounters);
    if (adders[0].sum() + counters.sum(0) != 4L * ROUNDS) {
      throw new AssertionError("sums are wrong");
    }
  }

  private interface Add {
    void to(int counter);
  }

  /** Both threads begin with each counter at the same time, so that they meet. */
  private static void together(Add add) throws Exception {
    var barrier = new CyclicBarrier(2);
    Runnable all =
        () -> {
          for (int i = 0; i < COUNTERS; i++) {
            meet(barrier);
            for (int n = 0; n < ROUNDS; n++) {
              add.to(i);
            }
          }
        };
    Thread other = Thread.ofPlatform().start(all);
    all.run();
    other.join();
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long heap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
