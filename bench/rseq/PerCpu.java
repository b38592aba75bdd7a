package bench;

import dev.elfwright.rseq.CounterBatch;
import dev.elfwright.rseq.PerCpuCounters;
import dev.elfwright.rseq.PerCpuFreeList;
import dev.elfwright.rseq.PerCpuPool;
import dev.elfwright.rseq.PerCpuTrace;
import dev.elfwright.rseq.Rseq;
import dev.elfwright.rseq.ThreadCpu;
import dev.elfwright.rseq.WhenFull;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.Arrays;
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

/**
 * Each structure and what Java programs take instead, all of them constants of the program. Names
 * begin with what is compared; {@code call} is native calls that do nothing.
 */
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

  private static final PerCpuFreeList LIST = new PerCpuFreeList(SLOTS);
  private static final PerCpuPool<long[]> POOL = new PerCpuPool<>(SLOTS, () -> new long[1]);
  private static final MpmcArrayQueue<Integer> MPMC = new MpmcArrayQueue<>(SLOTS);
  private static final ConcurrentLinkedQueue<Integer> LINKED = new ConcurrentLinkedQueue<>();
  private static final ThreadLocal<ArrayDeque<Integer>> LOCAL =
      ThreadLocal.withInitial(() -> {
        ArrayDeque<Integer> deque = new ArrayDeque<>();
        for (int i = 0; i < SLOTS; i++) {
          deque.add(i);
        }
        return deque;
      });
  private static final PerCpuTrace TRACE = new PerCpuTrace(4096, WhenFull.OVERWRITE_OLDEST);
  private static final long[] RING = new long[4 * 4096];
  private static final AtomicLong CURSOR = new AtomicLong();
  private static final PerCpuCounters COUNTERS = new PerCpuCounters(64);
  private static final CounterBatch EIGHT = COUNTERS.batch(0, 8, 16, 24, 32, 40, 48, 56);
  private static final LongAdder ADDER = new LongAdder();
  private static final AtomicLong ATOMIC = new AtomicLong();
  private static final FixedSizeStripedLongCounter STRIPED =
      (FixedSizeStripedLongCounter) CountersFactory.createFixedSizeStripedCounter(8);

  /** A function of libc that does next to nothing: what is left is the call. */
  private static final MethodHandle ONE_ARGUMENT = labs(1);
  private static final MethodHandle SIX_ARGUMENTS = labs(6);

  static {
    for (int i = 0; i < SLOTS; i++) {
      MPMC.offer(i);
      LINKED.offer(i);
    }
  }

  private static MethodHandle labs(int arguments) {
    MemoryLayout[] all = new MemoryLayout[arguments];
    Arrays.fill(all, ValueLayout.JAVA_LONG);
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("labs"),
        FunctionDescriptor.of(ValueLayout.JAVA_LONG, all),
        Linker.Option.critical(false));
  }

  @State(Scope.Thread)
  public static class Own {
    final ThreadCpu cpu = ThreadCpu.ofCurrentThread();
    // With some memory on both sides, for what two threads write must not be in one cache line.
    final int[][] apart = {new int[64], new int[BATCH], new int[64]};
    final int[] numbers = apart[1];
    long time;
  }

  /** What measuring costs. */
  @Benchmark
  public void nothing() {}

  @Benchmark
  public long callOne() throws Throwable {
    return (long) ONE_ARGUMENT.invokeExact(4L);
  }

  @Benchmark
  public long callTwo() throws Throwable {
    return (long) ONE_ARGUMENT.invokeExact((long) ONE_ARGUMENT.invokeExact(4L));
  }

  @Benchmark
  public long callSixArguments(Own own) throws Throwable {
    return (long) SIX_ARGUMENTS.invokeExact(own.time++, 1L, 2L, 3L, 4L, 5L);
  }

  @Benchmark
  public void listRseq() {
    LIST.give(LIST.take());
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void listMany(Own own) {
    LIST.give(own.numbers, LIST.take(own.numbers));
  }

  @Benchmark
  public void listPool() {
    POOL.take().release();
  }

  @Benchmark
  public void listMpmc() {
    Integer i = MPMC.poll();
    if (i != null) {
      MPMC.offer(i);
    }
  }

  @Benchmark
  public void listLinked() {
    Integer i = LINKED.poll();
    if (i != null) {
      LINKED.offer(i);
    }
  }

  @Benchmark
  public void listThreadLocal() {
    ArrayDeque<Integer> deque = LOCAL.get();
    deque.push(deque.pop());
  }

  @Benchmark
  public void traceRseq(Own own) {
    TRACE.append(own.time++, 1, 2, 3);
  }

  @Benchmark
  public void traceShared(Own own) {
    int at = (int) (CURSOR.getAndIncrement() & 4095) * 4;
    RING[at] = own.time++;
    RING[at + 1] = 1;
    RING[at + 2] = 2;
    RING[at + 3] = 3;
  }

  @Benchmark
  public void counterRseq() {
    COUNTERS.increment(0);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void counterBatch() {
    EIGHT.increment();
  }

  @Benchmark
  public void counterLongAdder() {
    ADDER.increment();
  }

  @Benchmark
  public void counterAtomic() {
    ATOMIC.incrementAndGet();
  }

  @Benchmark
  public void counterStriped() {
    STRIPED.inc();
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
