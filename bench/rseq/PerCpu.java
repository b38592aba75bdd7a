package bench;

import dev.elfwright.rseq.CounterBatch;
import dev.elfwright.rseq.PerCpuCounters;
import dev.elfwright.rseq.PerCpuFreeList;
import dev.elfwright.rseq.PerCpuPool;
import dev.elfwright.rseq.PerCpuTrace;
import dev.elfwright.rseq.Rseq;
import dev.elfwright.rseq.ThreadCpu;
import dev.elfwright.rseq.WhenFull;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.counters.CountersFactory;
import org.jctools.counters.FixedSizeStripedLongCounter;
import org.jctools.queues.MpmcArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Each structure and what Java programs take instead. Names begin with what is compared. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PerCpu {
  private static final int SLOTS = 1024;
  private static final int BATCH = 8;

  @State(Scope.Benchmark)
  public static class Shared {
    final PerCpuFreeList list = new PerCpuFreeList(SLOTS);
    final PerCpuPool<long[]> pool = new PerCpuPool<>(SLOTS, () -> new long[1]);
    final MpmcArrayQueue<Integer> mpmc = new MpmcArrayQueue<>(SLOTS);
    final ConcurrentLinkedQueue<Integer> linked = new ConcurrentLinkedQueue<>();
    final ThreadLocal<ArrayDeque<Integer>> local =
        ThreadLocal.withInitial(() -> {
          ArrayDeque<Integer> deque = new ArrayDeque<>();
          for (int i = 0; i < SLOTS; i++) {
            deque.add(i);
          }
          return deque;
        });
    final PerCpuTrace trace = new PerCpuTrace(4096, WhenFull.OVERWRITE_OLDEST);
    final long[] ring = new long[4 * 4096];
    final AtomicLong cursor = new AtomicLong();
    final PerCpuCounters counters = new PerCpuCounters(64);
    final CounterBatch batch = counters.batch(0, 8, 16, 24, 32, 40, 48, 56);
    final LongAdder adder = new LongAdder();
    final AtomicLong atomic = new AtomicLong();
    final FixedSizeStripedLongCounter striped =
        (FixedSizeStripedLongCounter) CountersFactory.createFixedSizeStripedCounter(8);

    public Shared() {
      for (int i = 0; i < SLOTS; i++) {
        mpmc.offer(i);
        linked.offer(i);
      }
    }
  }

  @State(Scope.Thread)
  public static class Own {
    final ThreadCpu cpu = ThreadCpu.ofCurrentThread();
    long time;
  }

  @Benchmark
  public void listRseq(Shared s) {
    s.list.give(s.list.take());
  }

  @Benchmark
  public void listPool(Shared s) {
    s.pool.take().release();
  }

  @Benchmark
  public void listMpmc(Shared s) {
    Integer i = s.mpmc.poll();
    if (i != null) {
      s.mpmc.offer(i);
    }
  }

  @Benchmark
  public void listLinked(Shared s) {
    Integer i = s.linked.poll();
    if (i != null) {
      s.linked.offer(i);
    }
  }

  @Benchmark
  public void listThreadLocal(Shared s) {
    ArrayDeque<Integer> deque = s.local.get();
    deque.push(deque.pop());
  }

  @Benchmark
  public void traceRseq(Shared s, Own own) {
    s.trace.append(own.time++, 1, 2, 3);
  }

  @Benchmark
  public void traceShared(Shared s, Own own) {
    int at = (int) (s.cursor.getAndIncrement() & 4095) * 4;
    s.ring[at] = own.time++;
    s.ring[at + 1] = 1;
    s.ring[at + 2] = 2;
    s.ring[at + 3] = 3;
  }

  @Benchmark
  public void counterRseq(Shared s) {
    s.counters.increment(0);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void counterBatch(Shared s) {
    s.batch.increment();
  }

  @Benchmark
  public void counterLongAdder(Shared s) {
    s.adder.increment();
  }

  @Benchmark
  public void counterAtomic(Shared s) {
    s.atomic.incrementAndGet();
  }

  @Benchmark
  public void counterStriped(Shared s) {
    s.striped.inc();
  }

  @Benchmark
  public int cpuCached(Own own) {
    return own.cpu.get();
  }

  @Benchmark
  public int cpuAsked() {
    return Rseq.cpu();
  }
}
