import dev.elfwright.rseq.CounterBatch;
import dev.elfwright.rseq.PerCpuCounter;
import dev.elfwright.rseq.PerCpuCounters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A registry of 10,000 named counters that many threads add to, and that somebody reads now and
 * then. Run it with {@code java --enable-native-access=ALL-UNNAMED -cp elfwright-rseq.jar
 * MetricsRegistry.java}.
 */
class MetricsRegistry implements AutoCloseable {
  private final PerCpuCounters counters = new PerCpuCounters(10_000);
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

  /** The counter of this name, a new one at the first time; to be kept by whoever adds to it. */
  PerCpuCounter counter(String name) {
    return counters.counter(number(name));
  }

  /** Several counters that are added to at the same place, in one call. */
  CounterBatch batch(String... names) {
    int[] all = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      all[i] = number(names[i]);
    }
    return counters.batch(all);
  }

  private int number(String name) {
    Integer known = numbers.get(name);
    return known != null ? known : add(name);
  }

  private synchronized int add(String name) {
    Integer known = numbers.get(name);
    int number = known != null ? known : numbers.size();
    if (number == counters.size()) {
      counters.grow(2 * number); // others add meanwhile
    }
    numbers.put(name, number);
    return number;
  }

  /** What was counted since the last time: nothing is missing, nothing is there twice. */
  long[] takeAll() {
    return counters.sumsThenReset();
  }

  @Override
  public void close() {
    counters.close();
  }

  public static void main(String[] args) throws InterruptedException {
    try (var registry = new MetricsRegistry()) {
      PerCpuCounter[] routes = new PerCpuCounter[9_998];
      for (int i = 0; i < routes.length; i++) {
        routes[i] = registry.counter("requests of route " + i);
      }
      CounterBatch answered = registry.batch("answers", "bytes");
      Thread[] threads = new Thread[8];
      for (int t = 0; t < threads.length; t++) {
        threads[t] =
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = 0; i < 100_000; i++) {
                    routes[ThreadLocalRandom.current().nextInt(routes.length)].increment();
                    answered.add(new long[] {1, 512});
                  }
                });
      }
      long[] totals = new long[10_000];
      for (Thread t : threads) {
        while (!t.join(java.time.Duration.ofMillis(20))) {
          add(totals, registry.takeAll());
        }
      }
      add(totals, registry.takeAll());
      long requests = 0;
      for (int i = 0; i < routes.length; i++) {
        requests += totals[i];
      }
      System.out.printf(
          "%d requests, %d answers, %d bytes%n", requests, totals[9_998], totals[9_999]);
    }
  }

  private static void add(long[] totals, long[] more) {
    for (int i = 0; i < totals.length; i++) {
      totals[i] += more[i];
    }
  }
}
