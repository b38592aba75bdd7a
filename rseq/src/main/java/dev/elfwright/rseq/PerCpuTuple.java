package dev.elfwright.rseq;

import dev.elfwright.rseq.code.Routine;
import dev.elfwright.rseq.kernel.Words;
import dev.elfwright.rseq.percpu.Sections;
import dev.elfwright.rseq.percpu.Strips;
import java.lang.ref.Reference;

/**
 * Three sums that change together: count, sum and sum of squares; requests, bytes and errors. A
 * reader never sees one of them without the others, which counters side by side cannot promise.
 *
 * <p>Each CPU has two copies. An addition writes the new sums into the one that does not count, and
 * its last store makes that the one that counts. About 4 ns.
 */
public final class PerCpuTuple implements AutoCloseable {
  private static final int COPY = 32;
  private static final int SIZE = Routine.BODY + 2 * COPY;
  private static final int TRIES = 1000;

  /** The three sums. */
  public record Sums(long a, long b, long c) {
    Sums plus(Sums other) {
      return new Sums(a + other.a, b + other.b, c + other.c);
    }
  }

  private final Strips strips;
  private final long directory;
  private final long field;
  // What is not in a strip; guarded by the lock of strips.
  private Sums elsewhere = new Sums(0, 0, 0);

  /** Three sums of 0. */
  public PerCpuTuple() {
    this(Index.CPU);
  }

  /** The same, with a choice of what each thread's part is found by. */
  public PerCpuTuple(Index index) {
    strips = new Strips("this tuple", index.field(), SIZE, _ -> {});
    directory = strips.directory();
    field = strips.field();
  }

  /**
   * Adds to all three at once.
   *
   * @throws IllegalStateException when this is closed
   */
  public void add(long a, long b, long c) {
    do {
      if (Sections.AVAILABLE && Sections.addTuple(directory, field, a, b, c) == 0) {
        Reference.reachabilityFence(strips);
        return;
      }
    } while (strips.prepare());
    strips.locked(() -> elsewhere = elsewhere.plus(new Sums(a, b, c)));
  }

  /**
   * The sums: for each CPU the three of one moment.
   *
   * @throws IllegalStateException when this is closed
   */
  public Sums sums() {
    Sums[] sums = new Sums[1];
    strips.locked(() -> {
      Sums strips = new Sums(0, 0, 0);
      for (int cpu = 0; cpu < this.strips.count(); cpu++) {
        strips = strips.plus(read(cpu));
      }
      sums[0] = strips.plus(elsewhere);
    });
    return sums[0];
  }

  /** Copies again when the copy was written to meanwhile; if that never ends, takes the strip. */
  private Sums read(int cpu) {
    long strip = strips.strip(cpu);
    if (strip == 0) {
      return new Sums(0, 0, 0);
    }
    for (int i = 0; i < TRIES; i++) {
      long changes = Words.getAcquire(strip);
      Sums sums = copy(strip, changes);
      Words.loadFence();
      if (Words.getAcquire(strip) == changes) {
        return sums;
      }
    }
    strips.replace(cpu, old -> elsewhere = elsewhere.plus(copy(old, Words.get(old))));
    return new Sums(0, 0, 0);
  }

  private static Sums copy(long strip, long changes) {
    long at = strip + Routine.BODY + COPY * (changes & 1);
    return new Sums(Words.getAcquire(at), Words.getAcquire(at + 8), Words.getAcquire(at + 16));
  }

  /** The sums, which then begin again at 0: each addition is in these or in the next. */
  public Sums sumsThenReset() {
    Sums[] sums = new Sums[1];
    strips.locked(() -> {
      strips.replaceAll(old -> elsewhere = elsewhere.plus(copy(old, Words.get(old))));
      sums[0] = elsewhere;
      elsewhere = new Sums(0, 0, 0);
    });
    return sums[0];
  }

  @Override
  public void close() {
    strips.close();
  }
}
