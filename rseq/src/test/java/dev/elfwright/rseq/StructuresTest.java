package dev.elfwright.rseq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.rseq.kernel.Words;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each structure promises to one thread. */
class StructuresTest {
  @Test
  void countersAreSummedByNumber() {
    try (var counters = new PerCpuCounters(5)) {
      counters.add(1, 10);
      counters.add(4, -3);
      counters.counter(4).decrement();
      assertThat(counters.sums()).containsExactly(0, 10, 0, 0, -4);
      counters.grow(6);
      counters.increment(5);
      assertThat(counters.sumsThenReset()).containsExactly(0, 10, 0, 0, -4, 1);
      assertThat(counters.sums()).containsOnly(0);
      assertThatThrownBy(() -> counters.increment(6)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatIllegalArgumentException().isThrownBy(() -> counters.grow(5));
    }
  }

  @Test
  void tenThousandCountersTakeEightBytesEachOnEachCpu() {
    try (var counters = new PerCpuCounters(10_000)) {
      IntStream.range(0, 10_000).forEach(counters::increment);
      assertThat(counters.memory())
          .isBetween(80_000L, 80_000L * Runtime.getRuntime().availableProcessors());
    }
  }

  @Test
  void aBatchWantsAsManyDeltasAsCounters() {
    try (var counters = new PerCpuCounters(2)) {
      CounterBatch batch = counters.batch(1, 0, 1);
      batch.add(new long[] {1, 2, 3});
      assertThat(counters.sums()).containsExactly(2, 4);
      assertThatIllegalArgumentException().isThrownBy(() -> batch.add(new long[2]));
      assertThatThrownBy(() -> counters.batch(2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatIllegalArgumentException().isThrownBy(counters::batch);
    }
  }

  @Test
  void everyValueIsInTheBucketThatHoldsIt() {
    LongStream.concat(
            LongStream.range(0, 5000),
            LongStream.range(5, 63).flatMap(e -> LongStream.of((1L << e) - 1, 1L << e)))
        .forEach(v -> {
          int bucket = PerCpuHistogram.bucket(v);
          assertThat(PerCpuHistogram.lowest(bucket)).isLessThanOrEqualTo(v);
          long next = PerCpuHistogram.lowest(bucket + 1);
          assertThat(next > v || next < 0).as("%d in bucket %d", v, bucket).isTrue();
          assertThat(v - PerCpuHistogram.lowest(bucket)).isLessThanOrEqualTo(v / 32);
        });
  }

  @Test
  void quantilesAreRightToThreePercent() {
    try (var histogram = new PerCpuHistogram()) {
      LongStream.rangeClosed(1, 100_000).forEach(histogram::record);
      histogram.record(Long.MAX_VALUE);
      PerCpuHistogram.Snapshot s = histogram.snapshot();
      assertThat(s.total()).isEqualTo(100_001);
      assertThat(s.quantile(0.5)).isBetween(50_000L, 51_600L);
      assertThat(s.quantile(0.99)).isBetween(99_000L, 102_200L);
      assertThat(s.quantile(0)).isEqualTo(1);
      assertThat(s.quantile(1)).isEqualTo(Long.MAX_VALUE);
      assertThatIllegalArgumentException().isThrownBy(() -> histogram.record(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> s.quantile(1.1));
      histogram.snapshotThenReset();
      assertThatIllegalStateException().isThrownBy(() -> histogram.snapshot().quantile(0.5));
    }
  }

  @Test
  void aFreeListGivesEachNumberOnceAndThenNone() {
    try (var list = new PerCpuFreeList(100)) {
      assertThat(IntStream.range(0, 100).map(_ -> list.take()).distinct()).hasSize(100);
      assertThat(list.take()).isEqualTo(PerCpuFreeList.NONE);
      list.give(17);
      assertThat(list.take()).isEqualTo(17);
    }
  }

  @Test
  void manyNumbersAreTakenAndGivenTogether() {
    try (var list = new PerCpuFreeList(3000)) {
      int[] numbers = new int[2500];
      assertThat(list.take(numbers)).isEqualTo(2500);
      assertThat(IntStream.of(numbers).distinct()).hasSize(2500);
      list.give(numbers, 2000);
      assertThat(list.take()).as("the first is the first again").isEqualTo(numbers[0]);
      list.give(numbers[0]);
      int[] again = new int[2500];
      assertThat(list.take(again)).isEqualTo(2500);
      assertThat(Arrays.copyOf(again, 2000)).containsExactly(Arrays.copyOf(numbers, 2000));
      assertThat(list.take(again)).as("500 were not given").isZero();
      assertThat(list.take(new int[0])).isZero();
      list.give(again, 0);
      assertThatThrownBy(() -> list.give(new int[] {1, 3000}, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> list.give(new int[] {1}, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(list.take()).as("neither gave anything").isEqualTo(PerCpuFreeList.NONE);
    }
  }

  @Test
  void aRobustListChecksEachOfMany() {
    try (var list = new PerCpuFreeList(10, Checking.ROBUST, Index.CPU)) {
      int[] numbers = new int[10];
      assertThat(list.take(numbers)).isEqualTo(10);
      int[] twice = {numbers[4], numbers[4]};
      assertThatIllegalStateException()
          .isThrownBy(() -> list.give(twice, 2))
          .withMessage("number " + numbers[4] + " is given back but was not taken");
      assertThat(list.taken()).hasSize(9).doesNotContain(numbers[4]);
    }
  }

  @Test
  void aRobustListRefusesWhatIsNotTakenAndTellsWhatLeaks() {
    try (var list = new PerCpuFreeList(10, Checking.ROBUST, Index.CPU)) {
      int first = list.take();
      int second = list.take();
      list.give(first);
      assertThatIllegalStateException()
          .isThrownBy(() -> list.give(first))
          .withMessage("number " + first + " is given back but was not taken");
      assertThat(list.taken()).containsExactly(second);
      assertThatThrownBy(() -> list.give(10)).isInstanceOf(IndexOutOfBoundsException.class);
    }
    try (var list = new PerCpuFreeList(10)) {
      assertThatThrownBy(list::taken).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void aNumberThatIsGivenBackTwiceIsFoundAtTheLatestWhenAllAreCounted() {
    try (var list = new PerCpuFreeList(3)) {
      int number = list.take();
      list.give(number);
      list.give(number);
      assertThatIllegalStateException().isThrownBy(list::drain).withMessageContaining("twice");
    }
  }

  @Test
  void aPoolMakesObjectsWhenTheyAreNeeded() {
    var made = new AtomicLong();
    try (var pool = new PerCpuPool<>(2, made::incrementAndGet)) {
      Lease<Long> first = pool.take();
      Lease<Long> second = pool.take();
      assertThat(pool.tryTake()).isEmpty();
      Lease<Long> third = pool.take();
      assertThat(List.of(first.isPooled(), second.isPooled(), third.isPooled()))
          .containsExactly(true, true, false);
      third.release();
      second.release();
      first.release();
      pool.take();
      assertThat(made).hasValue(3);
    }
  }

  @Test
  void aFactoryThatFailsLosesNoPlace() {
    var failing = new AtomicLong(1);
    try (var pool =
        new PerCpuPool<>(
            1,
            () -> {
              if (failing.getAndDecrement() > 0) {
                throw new IllegalArgumentException("not yet");
              }
              return "made";
            })) {
      assertThatIllegalArgumentException().isThrownBy(pool::take);
      assertThat(pool.tryTake()).map(Lease::value).contains("made");
    }
  }

  @Test
  void aRobustPoolFindsDoubleReleaseAndLeaks() {
    try (var pool = new PerCpuPool<>(4, StringBuilder::new, Checking.ROBUST, Index.CPU)) {
      Lease<StringBuilder> lease = pool.take();
      lease.release();
      assertThatIllegalStateException().isThrownBy(lease::release);
      Lease<StringBuilder> leaking = pool.take();
      assertThat(pool.taken())
          .singleElement()
          .satisfies(leak -> {
            assertThat(leak.value()).isSameAs(leaking.value());
            assertThat(leak.taken())
                .anyMatch(f -> f.getMethodName().equals("aRobustPoolFindsDoubleReleaseAndLeaks"));
          });
    }
  }

  @Test
  void aTraceKeepsTheNewestOrTheOldest() {
    try (var newest = new PerCpuTrace(4, WhenFull.OVERWRITE_OLDEST);
        var oldest = new PerCpuTrace(3, WhenFull.DROP_NEWEST)) {
      assertThat(oldest.capacity()).isEqualTo(4);
      List<Boolean> taken = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        assertThat(newest.append(i, 0, 0, 0)).isTrue();
        taken.add(oldest.append(i, 0, 0, 0));
      }
      PerCpuTrace.Drained last = newest.drain();
      assertThat(last.events().size() + last.lost()).isEqualTo(10);
      assertThat(last.events()).hasSizeLessThanOrEqualTo(3 * Rseq.info().cpus());
      assertThat(last.events()).contains(new PerCpuTrace.Event(9, 0, 0, 0));
      assertThat(taken).startsWith(true, true, true, true);
      assertThat(oldest.drain().events()).hasSize((int) taken.stream().filter(t -> t).count());
      assertThat(newest.drain()).isEqualTo(new PerCpuTrace.Drained(List.of(), 0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new PerCpuTrace(0, WhenFull.DROP_NEWEST));
    }
  }

  @Test
  void oneCpuIsDrainedByItself() {
    try (var trace = new PerCpuTrace(1000, WhenFull.DROP_NEWEST)) {
      for (int i = 0; i < 100; i++) {
        trace.append(i, 0, 0, 0);
      }
      int found = 0;
      for (int cpu = 0; cpu < Rseq.info().cpus(); cpu++) {
        found += trace.drain(cpu).events().size();
      }
      assertThat(found).isEqualTo(100);
      assertThatThrownBy(() -> trace.drain(Rseq.info().cpus()))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 63, 1000})
  void aLogKeepsRecordsOfAnyLength(int length) {
    byte[] record = new byte[length];
    for (int i = 0; i < length; i++) {
      record[i] = (byte) (i * 7 + 1);
    }
    try (var log = new PerCpuLog(1 << 14);
        Arena arena = Arena.ofConfined()) {
      assertThat(log.append(record)).isTrue();
      assertThat(
              log.append(
                  arena
                      .allocate(length + 1L)
                      .asSlice(1)
                      .copyFrom(java.lang.foreign.MemorySegment.ofArray(record))))
          .isTrue();
      assertThat(log.drain()).hasSize(2).allSatisfy(r -> assertThat(r).isEqualTo(record));
    }
  }

  @Test
  void aLogRefusesWhatItHasNoRoomFor() {
    try (var log = new PerCpuLog(64)) {
      byte[] record = "forty bytes, and eight for their length.".getBytes(StandardCharsets.UTF_8);
      int appended = 0;
      while (log.append(record)) {
        appended++;
      }
      assertThat(appended).isBetween(1, Rseq.info().cpus());
      assertThat(log.drain()).hasSize(appended);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> log.append(new byte[PerCpuLog.LONGEST + 1]));
    }
  }

  @Test
  void wordsTellWhyNothingHasHappened() {
    var words = new PerCpuWords(2);
    words.update(0, _ -> 5);
    int cpu;
    PerCpuWords.Outcome outcome;
    do {
      cpu = words.cpu();
      outcome = words.compareAndSet(cpu, 1, 99, 1);
    } while (outcome == PerCpuWords.Outcome.MOVED);
    assertThat(outcome).isEqualTo(PerCpuWords.Outcome.DIFFERENT);
    int elsewhere = 0;
    while (Rseq.cpu() == elsewhere) {
      elsewhere = (elsewhere + 1) % Rseq.info().cpus();
    }
    int there = elsewhere;
    assertThat(IntStream.range(0, 100).mapToObj(_ -> words.compareAndSet(there, 1, 0, 0)))
        .contains(PerCpuWords.Outcome.MOVED);
    assertThat(words.reduce(0, 0, Long::sum)).isEqualTo(5);
    assertThatThrownBy(() -> words.get(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> words.get(words.cpus(), 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aLockThatNobodyHoldsIsNotGivenBack() {
    var lock = new PerCpuLock();
    int place = lock.lock();
    lock.unlock(place);
    assertThatThrownBy(() -> lock.unlock(place)).isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(() -> lock.unlock(lock.places()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void whatIsClosedIsRefusedAndNothingElseHappens() {
    var counters = new PerCpuCounters(1);
    CounterBatch batch = counters.batch(0);
    var histogram = new PerCpuHistogram();
    var list = new PerCpuFreeList(1);
    var pool = new PerCpuPool<>(1, Object::new, Checking.ROBUST, Index.CPU);
    var trace = new PerCpuTrace(1, WhenFull.OVERWRITE_OLDEST);
    var log = new PerCpuLog(100);
    var tuple = new PerCpuTuple();
    Lease<Object> lease = pool.take();
    List<Runnable> uses =
        List.of(
            () -> counters.increment(0),
            () -> counters.sum(0),
            counters::sums,
            counters::sumsThenReset,
            () -> counters.grow(2),
            batch::increment,
            () -> batch.add(new long[1]),
            () -> histogram.record(1),
            histogram::snapshot,
            list::take,
            () -> list.give(0),
            list::drain,
            pool::take,
            lease::release,
            () -> trace.append(1, 2, 3, 4),
            trace::drain,
            () -> trace.resize(2),
            () -> log.append(new byte[1]),
            log::drain,
            () -> tuple.add(1, 2, 3),
            tuple::sums);
    for (AutoCloseable c : List.of(counters, histogram, list, pool, trace, log, tuple)) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(c::close)).isNull();
      assertThat(org.assertj.core.api.Assertions.catchThrowable(c::close)).isNull();
    }
    for (int i = 0; i < uses.size(); i++) {
      assertThatThrownBy(uses.get(i)::run)
          .as("use %d", i)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is closed");
    }
  }

  /** Each round closes what four threads work with; they end by the exception, and nothing else. */
  @Test
  void closingMeanwhileIsSafe() throws InterruptedException {
    for (int round = 0; round < 100; round++) {
      var trace = new PerCpuTrace(128, WhenFull.OVERWRITE_OLDEST);
      var list = new PerCpuFreeList(100);
      var ended = new AtomicLong();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    while (true) {
                      trace.append(1, 2, 3, 4);
                      int number = list.take();
                      if (number >= 0) {
                        list.give(number);
                      }
                    }
                  } catch (IllegalStateException e) {
                    ended.incrementAndGet();
                  }
                }));
      }
      Thread.sleep(2);
      if (round % 2 == 0) {
        trace.close();
      } else {
        list.close();
      }
      for (Thread t : threads) {
        t.join();
      }
      assertThat(ended).hasValue(4);
    }
  }

  /** What nobody closes is freed by the collector: there are as many mappings after as before. */
  @Test
  void whatIsUnreachableIsFreed() throws Exception {
    for (int i = 0; i < 3000; i++) {
      new PerCpuTrace(1 << 15, WhenFull.OVERWRITE_OLDEST).append(i, 0, 0, 0);
    }
    long before = mapped();
    for (int i = 0; i < 100 && mapped() > before - (1L << 30); i++) {
      System.gc();
      Thread.sleep(50);
    }
    assertThat(mapped()).isLessThan(before - (1L << 30));
  }

  /** Bytes of address space of this process. */
  private static long mapped() throws java.io.IOException {
    String pages = java.nio.file.Files.readString(java.nio.file.Path.of("/proc/self/statm"));
    return Long.parseLong(pages.substring(0, pages.indexOf(' '))) * 4096;
  }

  /**
   * As after a process has moved to a larger machine: the table has an entry less than it needs.
   */
  @Test
  void aCpuBeyondTheTableDoesWithoutAPartOfItsOwn() {
    try (var counters = new PerCpuCounters(2)) {
      CounterBatch batch = counters.batch(0, 1);
      counters.increment(0);
      Words.setVolatile(counters.strips().directory(), 0);
      counters.increment(0);
      batch.add(new long[] {3, 4});
      batch.increment();
      assertThat(counters.sums()).containsExactly(6, 5);
      assertThat(counters.sumsThenReset()).containsExactly(6, 5);
      assertThat(counters.sums()).containsExactly(0, 0);
    }
  }

  /** A thread that has ended leaves nothing that others could meet. */
  @Test
  void threadsMayEndAtAnyTime() throws InterruptedException {
    try (var counters = new PerCpuCounters(1)) {
      for (int i = 0; i < 500; i++) {
        Thread.ofPlatform().start(() -> counters.increment(0)).join();
      }
      assertThat(counters.sum(0)).isEqualTo(500);
    }
  }
}
