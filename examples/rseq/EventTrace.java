import dev.elfwright.rseq.PerCpuTrace;
import dev.elfwright.rseq.WhenFull;
import java.util.Comparator;
import java.util.List;

/**
 * A flight recorder: every thread writes what it does into a trace that costs nanoseconds, and when
 * something is wrong the last events of all CPUs are put in order. Run it with {@code java
 * --enable-native-access=ALL-UNNAMED -cp elfwright-rseq.jar EventTrace.java}.
 */
class EventTrace {
  /** What an event says; its number is the second word. */
  enum Kind {
    BEGIN,
    STEP,
    END
  }

  private static final int EACH = 100_000;

  public static void main(String[] args) throws InterruptedException {
    try (var trace = new PerCpuTrace(1 << 12, WhenFull.OVERWRITE_OLDEST)) {
      Thread[] threads = new Thread[4];
      for (int t = 0; t < threads.length; t++) {
        int number = t;
        threads[t] = Thread.ofPlatform().start(() -> work(trace, number));
      }
      for (Thread t : threads) {
        t.join();
      }
      PerCpuTrace.Drained drained = trace.drain();
      List<PerCpuTrace.Event> last =
          drained.events().stream().sorted(Comparator.comparingLong(PerCpuTrace.Event::a)).toList();
      PerCpuTrace.Event end = last.getLast();
      System.out.printf(
          "%d events; the last is %s of thread %d%n",
          last.size() + drained.lost(), Kind.values()[(int) end.b()], end.c());
    }
  }

  private static void work(PerCpuTrace trace, int number) {
    event(trace, Kind.BEGIN, number, 0);
    for (int i = 0; i < EACH; i++) {
      event(trace, Kind.STEP, number, i);
    }
    event(trace, Kind.END, number, EACH);
  }

  private static void event(PerCpuTrace trace, Kind kind, long thread, long value) {
    trace.append(System.nanoTime(), kind.ordinal(), thread, value);
  }
}
