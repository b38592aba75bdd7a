package dev.elfwright.rseq;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Each structure under many threads while it is drained, and what has to come out. One that comes
 * out otherwise says so with an exception.
 */
enum Workload {
  COUNTERS {
    @Override
    void run(Load load) {
      try (var counters = new PerCpuCounters(100, load.index())) {
        long[] taken = new long[100];
        load.run(
            (_, i) -> counters.increment((int) (i % 100)),
            () -> addTo(taken, counters.sumsThenReset()));
        addTo(taken, counters.sumsThenReset());
        expect("sum", load.operations(), sum(taken));
      }
    }
  },

  GROWING_COUNTERS {
    @Override
    void run(Load load) {
      try (var counters = new PerCpuCounters(1, load.index())) {
        load.run(
            (_, _) -> counters.increment(0),
            () -> counters.grow(Math.min(counters.size() + 100, 2000)));
        expect("sum", load.operations(), counters.sum(0));
      }
    }
  },

  BATCH {
    @Override
    void run(Load load) {
      try (var counters = new PerCpuCounters(9, load.index())) {
        CounterBatch same = counters.batch(0, 1, 2, 3);
        CounterBatch each = counters.batch(4, 5, 6, 7, 8);
        long[] deltas = {1, 2, 3, 4, 5};
        load.run(
            (_, i) -> {
              if (i % 2 == 0) {
                same.add(7);
              } else {
                each.add(deltas);
              }
            },
            () -> {});
        long[] sums = counters.sums();
        for (int i = 0; i < 9; i++) {
          long expected = i < 4 ? load.even() * 7 : load.odd() * deltas[i - 4];
          expect("counter " + i, expected, sums[i]);
        }
      }
    }
  },

  HISTOGRAM {
    @Override
    void run(Load load) {
      try (var histogram = new PerCpuHistogram(load.index())) {
        long[] taken = new long[2];
        Runnable take =
            () -> {
              PerCpuHistogram.Snapshot s = histogram.snapshotThenReset();
              addTo(taken, new long[] {s.total(), s.sum()});
            };
        load.run((_, i) -> histogram.record(i % 2), take);
        take.run();
        expect("values", load.operations(), taken[0]);
        expect("sum", load.odd(), taken[1]);
      }
    }
  },

  FREE_LIST {
    @Override
    void run(Load load) {
      int capacity = load.threads() + 50;
      try (var list = new PerCpuFreeList(capacity, Checking.NONE, load.index())) {
        var owners = new AtomicIntegerArray(capacity);
        load.run(
            (_, _) -> {
              int number = list.take();
              if (number != PerCpuFreeList.NONE) {
                expect("owners before", 0, owners.getAndIncrement(number));
                expect("owners after", 1, owners.getAndDecrement(number));
                list.give(number);
              }
            },
            list::drain);
        allAreFree(list);
      }
    }
  },

  FREE_LIST_CHAINS {
    @Override
    void run(Load load) {
      try (var list = new PerCpuFreeList(4 * load.threads() + 50, Checking.NONE, load.index())) {
        var owners = new AtomicIntegerArray(list.capacity());
        load.run(
            (_, i) -> {
              int[] numbers = new int[1 + (int) (i % 7)];
              int count = list.take(numbers);
              for (int n = 0; n < count; n++) {
                expect("owners before", 0, owners.getAndIncrement(numbers[n]));
              }
              for (int n = 0; n < count; n++) {
                expect("owners after", 1, owners.getAndDecrement(numbers[n]));
              }
              list.give(numbers, count);
            },
            list::drain);
        allAreFree(list);
      }
    }
  },

  POOL {
    @Override
    void run(Load load) {
      try (var pool =
          new PerCpuPool<>(load.threads(), () -> new long[1], Checking.NONE, load.index())) {
        var unpooled = new AtomicLong();
        load.run(
            (_, _) -> {
              try (Lease<long[]> lease = pool.take()) {
                if (lease.isPooled()) {
                  lease.value()[0]++;
                } else {
                  unpooled.incrementAndGet();
                }
              }
            },
            () -> {});
        long sum = unpooled.get();
        for (int i = 0; i < pool.capacity(); i++) {
          sum += pool.tryTake().orElseThrow().value()[0];
        }
        expect("uses", load.operations(), sum);
      }
    }
  },

  TRACE {
    @Override
    void run(Load load) {
      try (var trace = new PerCpuTrace(1000, WhenFull.OVERWRITE_OLDEST, load.index())) {
        long[] found = new long[2];
        long[] last = new long[load.threads()];
        Runnable take =
            () -> {
              PerCpuTrace.Drained drained = trace.drain();
              found[0] += drained.events().size();
              found[1] += drained.lost();
              for (PerCpuTrace.Event e : drained.events()) {
                expect("words of an event", e.b() * 3, e.c());
                expect("words of an event", e.b() * 5 + e.a(), e.d());
                last[(int) e.a()] = Math.max(last[(int) e.a()], e.b());
              }
            };
        load.run((thread, i) -> trace.append(thread, i, i * 3, i * 5 + thread), take);
        take.run();
        expect("events", load.operations(), found[0] + found[1]);
        expect("events", true, found[0] > 0);
      }
    }
  },

  DROPPING_TRACE {
    @Override
    void run(Load load) {
      try (var trace = new PerCpuTrace(load.room(64), WhenFull.DROP_NEWEST, load.index())) {
        long[] found = new long[2];
        var appended = new AtomicLong();
        var sum = new AtomicLong();
        Runnable take =
            () -> {
              PerCpuTrace.Drained drained = trace.resize(trace.capacity() == 64 ? 128 : 64);
              found[0] += drained.events().size();
              found[1] += drained.events().stream().mapToLong(PerCpuTrace.Event::b).sum();
              expect("lost", 0, drained.lost());
            };
        load.run(
            (thread, i) -> {
              if (trace.append(thread, i, 0, 0)) {
                appended.incrementAndGet();
                sum.addAndGet(i);
              }
            },
            take);
        take.run();
        expect("events", appended.get(), found[0]);
        expect("sum of events", sum.get(), found[1]);
      }
    }
  },

  LOG {
    @Override
    void run(Load load) {
      try (var log = new PerCpuLog(load.room(1 << 16), load.index())) {
        long[] found = new long[2];
        var appended = new AtomicLong();
        var sum = new AtomicLong();
        Runnable take = () -> log.drain().forEach(r -> read(r, found));
        load.run(
            (thread, i) -> {
              if (log.append(record(thread, i))) {
                appended.incrementAndGet();
                sum.addAndGet(i);
              }
            },
            take);
        take.run();
        expect("records", appended.get(), found[0]);
        expect("sum of records", sum.get(), found[1]);
      }
    }

    private static byte[] record(int thread, long i) {
      ByteBuffer record = ByteBuffer.allocate(8 + (int) (i % 50)).putLong(i);
      while (record.hasRemaining()) {
        record.put((byte) thread);
      }
      return record.array();
    }

    private static void read(byte[] record, long[] found) {
      long i = ByteBuffer.wrap(record).getLong();
      expect("length of record " + i, 8 + i % 50, record.length);
      for (int at = 9; at < record.length; at++) {
        expect("byte of record " + i, record[8], record[at]);
      }
      found[0]++;
      found[1] += i;
    }
  },

  TUPLE {
    @Override
    void run(Load load) {
      try (var tuple = new PerCpuTuple(load.index())) {
        AtomicReference<PerCpuTuple.Sums> taken =
            new AtomicReference<>(new PerCpuTuple.Sums(0, 0, 0));
        load.run(
            (_, _) -> tuple.add(1, 3, 5),
            () -> {
              consistent(tuple.sums());
              PerCpuTuple.Sums sums = tuple.sumsThenReset();
              consistent(sums);
              taken.set(taken.get().plus(sums));
            });
        expect("sum", load.operations(), taken.get().plus(tuple.sums()).a());
      }
    }

    private static void consistent(PerCpuTuple.Sums sums) {
      expect("second sum", sums.a() * 3, sums.b());
      expect("third sum", sums.a() * 5, sums.c());
    }
  },

  WORDS {
    @Override
    void run(Load load) {
      var words = new PerCpuWords(4, load.index());
      load.run((_, _) -> words.update(2, v -> v + 1), () -> {});
      expect("sum", load.operations(), words.reduce(2, 0, Long::sum));
    }
  },

  TWO_WORDS {
    @Override
    void run(Load load) {
      var words = new PerCpuWords(3, load.index());
      load.run((_, i) -> step(words, i), () -> {});
      for (int cpu = 0; cpu < words.cpus(); cpu++) {
        expect("second word", words.get(cpu, 0) * 3, words.get(cpu, 1));
      }
      long sum = words.reduce(0, 0, Long::sum) + words.reduce(2, 0, Long::sum);
      expect("sum", load.operations(), sum);
    }

    private static void step(PerCpuWords words, long i) {
      while (true) {
        int cpu = words.cpu();
        long first = words.get(cpu, 0);
        long third = words.get(cpu, 2);
        PerCpuWords.Outcome outcome =
            i % 2 == 0
                ? words.compareAndSetTwo(cpu, 0, first, first + 1, 1, (first + 1) * 3)
                : words.compareTwoAndSet(cpu, 2, third, third + 1, 0, first);
        if (outcome == PerCpuWords.Outcome.DONE) {
          return;
        }
      }
    }
  },

  LOCK {
    @Override
    void run(Load load) {
      var lock = new PerCpuLock(load.index());
      long[][] counts = new long[lock.places()][16];
      load.run(
          (_, _) -> {
            int place = lock.lock();
            long before = counts[place][0];
            for (int spin = 0; spin < 20; spin++) {
              Thread.onSpinWait(); // held for as long as the section takes, or no two ever meet
            }
            counts[place][0] = before + 1;
            lock.unlock(place);
          },
          () -> {});
      long sum = 0;
      for (long[] c : counts) {
        sum += c[0];
      }
      expect("sum", load.operations(), sum);
    }
  };

  private static void allAreFree(PerCpuFreeList list) {
    expect("numbers", list.capacity(), list.drain());
    BitSet all = new BitSet();
    for (int i = 0; i < list.capacity(); i++) {
      all.set(list.take());
    }
    expect("different numbers", list.capacity(), all.cardinality());
    expect("one more", PerCpuFreeList.NONE, list.take());
  }

  /** What a thread does; {@code i} is different for each operation of a thread. */
  interface Operation {
    void run(int thread, long i);
  }

  /** Threads and how often each does something. */
  record Load(int threads, long each, Index index, ThreadFactory factory, Meanwhile meanwhile) {
    /** Whether something else happens meanwhile. */
    enum Meanwhile {
      DRAINED,
      LEFT_ALONE
    }

    static Load platform(int threads, long each, Index index) {
      return new Load(threads, each, index, Thread.ofPlatform().factory(), Meanwhile.DRAINED);
    }

    static Load virtual(int threads, long each, Index index) {
      return new Load(threads, each, index, Thread.ofVirtual().factory(), Meanwhile.DRAINED);
    }

    Load leftAlone() {
      return new Load(threads, each, index, factory, Meanwhile.LEFT_ALONE);
    }

    /** What is not drained has room for everything. */
    int room(int drained) {
      return meanwhile == Meanwhile.DRAINED ? drained : 1 << 26;
    }

    long operations() {
      return threads * each;
    }

    /** Those with an even {@code i}: one more for each thread when it does an odd number. */
    long even() {
      return operations() - odd();
    }

    long odd() {
      return threads * (each / 2);
    }

    /** Runs all, and meanwhile something else again and again. */
    void run(Operation operation, Runnable meanwhile) {
      var failure = new AtomicReference<Throwable>();
      List<Thread> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        all.add(
            factory.newThread(() -> {
              for (long i = 0; i < each && failure.get() == null; i++) {
                operation.run(thread, i);
                if (i % 512 == 0) {
                  Thread.yield();
                }
              }
            }));
      }
      all.forEach(t -> t.setUncaughtExceptionHandler((_, e) -> failure.compareAndSet(null, e)));
      all.forEach(Thread::start);
      try {
        for (Thread t : all) {
          while (!t.join(java.time.Duration.ofMillis(2))) {
            if (this.meanwhile == Meanwhile.DRAINED) {
              meanwhile.run();
            }
          }
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      } finally {
        failure.compareAndSet(null, new AssertionError("stopped"));
        all.forEach(Workload::await);
      }
      Throwable e = failure.get();
      if (!"stopped".equals(e.getMessage())) {
        throw new AssertionError(e.getMessage(), e);
      }
    }
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs it, and complains when something is lost or there twice. */
  abstract void run(Load load);

  static void expect(String what, Object expected, Object actual) {
    if (!String.valueOf(expected).equals(String.valueOf(actual))) {
      throw new AssertionError(what + ": expected " + expected + " but was " + actual);
    }
  }

  static void addTo(long[] sums, long[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }

  static long sum(long[] values) {
    return java.util.stream.LongStream.of(values).sum();
  }

  /**
   * Runs workloads in a JVM of its own and prints a line for each, {@code NAME exact} or {@code
   * NAME wrong: REASON}.
   *
   * <p>Arguments: platform threads, operations of each, virtual threads, operations of each, then
   * names; all without names. Among them, {@code hammer} collects garbage meanwhile, and {@code
   * alone} leaves out what else happens to the structures meanwhile and tries up to 50 times, until
   * something goes wrong.
   */
  public static void main(String[] args) {
    System.out.println(
        Rseq.isAvailable() ? "sections" : "plain: " + Rseq.info().reason().orElseThrow());
    List<String> names = new ArrayList<>(List.of(args).subList(4, args.length));
    if (names.remove("hammer")) {
      hammer();
    }
    boolean alone = names.remove("alone");
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i < (alone ? 100 : 2); i++) {
      Index index = Index.values()[i % 2];
      loads.add(Load.platform(Integer.parseInt(args[0]), Long.parseLong(args[1]), index));
      loads.add(Load.virtual(Integer.parseInt(args[2]), Long.parseLong(args[3]), index));
    }
    for (Workload w : values()) {
      if (names.isEmpty() || names.contains(w.name())) {
        System.out.println(
            w + " " + outcome(w, loads.stream().map(l -> alone ? l.leftAlone() : l).toList()));
      }
    }
    System.exit(0);
  }

  private static String outcome(Workload w, List<Load> loads) {
    try {
      loads.forEach(w::run);
      return "exact";
    } catch (AssertionError | RuntimeException e) {
      return "wrong: " + e.getMessage();
    }
  }

  private static void hammer() {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          List<byte[]> garbage = new ArrayList<>();
          for (int i = 0; ; i++) {
            garbage.add(new byte[1000]);
            if (garbage.size() > 10_000) {
              garbage = new ArrayList<>(garbage.subList(5000, 10_000));
            }
            if (i % 20_000 == 0) {
              System.gc();
            }
          }
        });
  }
}
