package dev.elfwright.rseq;

import dev.elfwright.rseq.code.Routine;
import dev.elfwright.rseq.kernel.Words;
import dev.elfwright.rseq.percpu.Sections;
import dev.elfwright.rseq.percpu.Strips;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Words of 64 bits for each CPU, and the steps of which other structures are made: compare and set,
 * compare and set two, compare two and set. Each happens on a given CPU or not at all.
 *
 * <p>The pattern is that of atomic variables, with the CPU as one more thing that may have changed:
 *
 * {@snippet file="dev/elfwright/rseq/RseqSnippetsTest.java" region="words"}
 *
 * <p>About 3 ns a step, where an uncontended compare-and-set takes 5 and a contended one 50 and
 * more. Where one word for all is enough and it is not contended, {@link
 * java.util.concurrent.atomic.AtomicLong} is simpler. Not closed but collected as garbage: any
 * thread may read any CPU's words at any time.
 */
public final class PerCpuWords {
  /** How a step ended. */
  public enum Outcome {
    /** It has happened. */
    DONE,
    /** A word was not as expected; nothing has happened. */
    DIFFERENT,
    /** The thread runs on another CPU than was expected; nothing has happened. */
    MOVED;

    private static Outcome of(long result) {
      return result == 0 ? DONE : result == Routine.MOVED ? MOVED : DIFFERENT;
    }
  }

  private final Strips strips;
  private final long directory;
  private final long field;
  private final int size;
  // The words of threads without a CPU, who are on the last "CPU"; guarded by the lock of strips.
  private final long[] unplaced;

  /**
   * Words of 0.
   *
   * @param size how many each CPU has
   * @throws IllegalArgumentException when size is below 1
   */
  public PerCpuWords(int size) {
    this(size, Index.CPU);
  }

  /** The same, with a choice of what each thread's part is found by. */
  public PerCpuWords(int size, Index index) {
    if (size < 1) {
      throw new IllegalArgumentException("size " + size + ", expected at least 1");
    }
    this.size = size;
    unplaced = new long[size];
    strips = new Strips("these words", index.field(), 8L * size, _ -> {});
    directory = strips.directory();
    field = strips.field();
  }

  /** One more than the highest number that {@link #cpu} returns. */
  public int cpus() {
    return strips.count() + 1;
  }

  /**
   * Where this thread is. Threads without a CPU, and all where sections are not available, are at a
   * place of their own, the last one.
   */
  public int cpu() {
    while (Sections.AVAILABLE) {
      int cpu = Sections.threadField((int) field);
      if (cpu >= 0 && cpu < strips.count()) {
        return cpu;
      }
      if (!strips.prepare()) {
        break;
      }
    }
    return strips.count();
  }

  /** A word of any CPU, as it is at this moment. */
  public long get(int cpu, int word) {
    Objects.checkIndex(word, size);
    if (Objects.checkIndex(cpu, cpus()) == strips.count()) {
      return locked(() -> unplaced[word]);
    }
    long strip = strips.strip(cpu);
    long value = strip == 0 ? 0 : Words.getAcquire(strip + 8L * word);
    Reference.reachabilityFence(strips);
    return value;
  }

  private interface Step {
    long run();
  }

  private long locked(Step step) {
    long[] result = new long[1];
    strips.locked(() -> result[0] = step.run());
    return result[0];
  }

  /** Sets a word, if it is as expected and this thread is on that CPU. */
  public Outcome compareAndSet(int cpu, int word, long expected, long value) {
    long place = 8L * Objects.checkIndex(word, size);
    return step(
        cpu,
        () -> Sections.compareStore(directory, field, place, expected, value, cpu),
        () -> {
          if (unplaced[word] != expected) {
            return Routine.REFUSED;
          }
          unplaced[word] = value;
          return 0;
        });
  }

  /**
   * Sets two words, if the first is as expected and this thread is on that CPU. The second is set
   * first: whoever reads the new first word reads the new second too.
   */
  public Outcome compareAndSetTwo(
      int cpu, int word, long expected, long value, int second, long secondValue) {
    long place = 8L * Objects.checkIndex(word, size);
    long place2 = 8L * Objects.checkIndex(second, size);
    return step(
        cpu,
        () ->
            Sections.compareStoreTwo(
                directory, field, place, expected, value, place2, secondValue, cpu),
        () -> {
          if (unplaced[word] != expected) {
            return Routine.REFUSED;
          }
          unplaced[second] = secondValue;
          unplaced[word] = value;
          return 0;
        });
  }

  /** Sets a word, if it and a second are as expected and this thread is on that CPU. */
  public Outcome compareTwoAndSet(
      int cpu, int word, long expected, long value, int second, long secondExpected) {
    long place = 8L * Objects.checkIndex(word, size);
    long place2 = 8L * Objects.checkIndex(second, size);
    return step(
        cpu,
        () ->
            Sections.compareTwoStore(
                directory, field, place, expected, value, place2, secondExpected, cpu),
        () -> {
          if (unplaced[word] != expected || unplaced[second] != secondExpected) {
            return Routine.REFUSED;
          }
          unplaced[word] = value;
          return 0;
        });
  }

  private Outcome step(int cpu, Step section, Step inJava) {
    if (Objects.checkIndex(cpu, cpus()) == strips.count()) {
      return Outcome.of(locked(inJava));
    }
    do {
      long result = section.run();
      Reference.reachabilityFence(strips);
      if (result != Routine.UNPREPARED) {
        return Outcome.of(result);
      }
    } while (strips.prepare());
    return Outcome.MOVED;
  }

  /** Sets a word of whatever CPU this thread is on to what a function makes of it. */
  public long update(int word, LongUnaryOperator function) {
    while (true) {
      int cpu = cpu();
      long old = get(cpu, word);
      long value = function.applyAsLong(old);
      if (compareAndSet(cpu, word, old, value) == Outcome.DONE) {
        return value;
      }
    }
  }

  /** What a function makes of the words of all CPUs, each as it is at some moment of the call. */
  public long reduce(int word, long identity, LongBinaryOperator function) {
    long result = identity;
    for (int cpu = 0; cpu < cpus(); cpu++) {
      result = function.applyAsLong(result, get(cpu, word));
    }
    return result;
  }
}
