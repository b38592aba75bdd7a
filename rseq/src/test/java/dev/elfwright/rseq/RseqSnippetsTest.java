package dev.elfwright.rseq;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/** The examples of the documentation, run. */
class RseqSnippetsTest {
  @Test
  void counters() {
    // @start region="counters"
    try (var counters = new PerCpuCounters(3)) {
      PerCpuCounter requests = counters.counter(0);
      CounterBatch served = counters.batch(0, 1, 2); // requests, answers, bytes
      requests.increment();
      served.add(new long[] {1, 1, 4096}); // one call into the CPU's memory for all three
      long[] sums = counters.sumsThenReset(); // every addition is in this or in the next
      assertThat(sums).containsExactly(2, 1, 4096);
    }
    // @end
  }

  @Test
  void pool() {
    // @start region="pool"
    try (var buffers = new PerCpuPool<>(64, () -> ByteBuffer.allocateDirect(1 << 16));
        Lease<ByteBuffer> buffer = buffers.take()) {
      buffer.value().clear().putInt(42);
      assertThat(buffer.value().position()).isEqualTo(4);
    } // released, and then the pool is closed
    // @end
  }

  @Test
  void trace() {
    // @start region="trace"
    try (var trace = new PerCpuTrace(4096, WhenFull.OVERWRITE_OLDEST)) {
      trace.append(System.nanoTime(), Thread.currentThread().threadId(), 7, 0);
      PerCpuTrace.Drained drained = trace.drain();
      drained.events().stream()
          .sorted(Comparator.comparingLong(PerCpuTrace.Event::a))
          .forEach(e -> assertThat(e.c()).isEqualTo(7));
    }
    // @end
  }

  @Test
  void words() {
    // @start region="words"
    var words = new PerCpuWords(1);
    int cpu;
    long highest;
    do { // the highest value that was seen on this CPU
      cpu = words.cpu();
      highest = words.get(cpu, 0);
    } while (highest < 42 && words.compareAndSet(cpu, 0, highest, 42) != PerCpuWords.Outcome.DONE);
    assertThat(words.reduce(0, 0, Math::max)).isEqualTo(42);
    // @end
  }

  @Test
  void lock() {
    // @start region="lock"
    var lock = new PerCpuLock();
    long[][] counts = new long[lock.places()][8];
    int place = lock.lock();
    try {
      counts[place][3]++;
    } finally {
      lock.unlock(place);
    }
    // @end
    assertThat(counts[place][3]).isEqualTo(1);
  }
}
