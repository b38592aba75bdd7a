package dev.elfwright.rseq;

import dev.elfwright.rseq.code.Routine;
import dev.elfwright.rseq.kernel.Words;
import dev.elfwright.rseq.percpu.Sections;
import dev.elfwright.rseq.percpu.Strips;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A trace of events, four words each, in a ring for every CPU. Appending takes 3 to 9 ns at any
 * number of threads, and never waits.
 *
 * <p>The four words mean what the program likes; a time stamp among them is what orders events of
 * several CPUs. Events of one CPU come out in the order in which they were appended there.
 *
 * {@snippet file="dev/elfwright/rseq/RseqSnippetsTest.java" region="trace"}
 */
public final class PerCpuTrace implements AutoCloseable {
  private static final int EVENT = 32;
  private static final int LARGEST = 1 << 26;

  /** The four words of an event. */
  public record Event(long a, long b, long c, long d) {}

  /**
   * What a drain found.
   *
   * @param events those of each CPU together, the oldest first
   * @param lost how many were overwritten since the last drain; what was dropped, {@link
   *     PerCpuTrace#append} has told
   */
  public record Drained(List<Event> events, long lost) {}

  private final Strips strips;
  private final long directory;
  private final long field;
  private final WhenFull whenFull;
  private volatile int capacity;
  // For threads without a CPU; guarded by the lock of strips.
  private final List<Event> unplaced = new ArrayList<>();
  private long unplacedLost;

  /**
   * An empty trace.
   *
   * @param capacity events for each CPU, rounded up to a power of two; at most 67,108,864. When the
   *     oldest are overwritten, one of them is where the next is being written and is not read.
   * @throws IllegalArgumentException when the capacity is below 1 or too large
   */
  public PerCpuTrace(int capacity, WhenFull whenFull) {
    this(capacity, whenFull, Index.CPU);
  }

  /** The same, with a choice of what each thread's part is found by. */
  public PerCpuTrace(int capacity, WhenFull whenFull, Index index) {
    this.whenFull = whenFull;
    this.capacity = powerOfTwo(capacity);
    strips =
        new Strips(
            "this trace", index.field(), stripSize(this.capacity), initialise(this.capacity));
    directory = strips.directory();
    field = strips.field();
  }

  private static int powerOfTwo(int capacity) {
    if (capacity < 1 || capacity > LARGEST) {
      throw new IllegalArgumentException(
          "capacity %d, expected 1 to %d".formatted(capacity, LARGEST));
    }
    return Integer.highestOneBit(2 * capacity - 1);
  }

  private static long stripSize(int capacity) {
    return Routine.BODY + (long) EVENT * capacity;
  }

  private LongConsumer initialise(int capacity) {
    long letIn =
        switch (whenFull) {
          case OVERWRITE_OLDEST -> Long.MAX_VALUE;
          case DROP_NEWEST -> capacity;
        };
    return strip -> {
      Words.set(strip + 8, letIn);
      Words.set(strip + 16, capacity - 1L);
    };
  }

  /** How many events each CPU has room for. */
  public int capacity() {
    return capacity;
  }

  /**
   * Appends an event.
   *
   * @return whether it was; always, unless this trace drops the newest
   * @throws IllegalStateException when this is closed
   */
  public boolean append(long a, long b, long c, long d) {
    do {
      if (Sections.AVAILABLE) {
        long done = Sections.append(directory, field, a, b, c, d);
        Reference.reachabilityFence(strips);
        if (done != Routine.UNPREPARED) {
          return done == 0;
        }
      }
    } while (strips.prepare());
    return appendUnplaced(new Event(a, b, c, d));
  }

  private boolean appendUnplaced(Event event) {
    boolean[] appended = {true};
    strips.locked(() -> {
      if (unplaced.size() < capacity) {
        unplaced.add(event);
      } else if (whenFull == WhenFull.DROP_NEWEST) {
        appended[0] = false;
      } else {
        unplaced.set((int) (unplacedLost++ & capacity - 1), event);
      }
    });
    return appended[0];
  }

  /**
   * Takes all events out. Others append meanwhile, without being slowed: each event is in this
   * drain or in the next, or is overwritten.
   *
   * @throws IllegalStateException when this is closed
   */
  public Drained drain() {
    var out = new Reader(capacity, whenFull);
    strips.locked(() -> {
      strips.replaceAll(out::read);
      takeUnplaced(out);
    });
    return out.drained();
  }

  /** Takes out the events of one CPU; the others are not disturbed, not even by a fence. */
  public Drained drain(int cpu) {
    java.util.Objects.checkIndex(cpu, Math.max(strips.count(), 1));
    var out = new Reader(capacity, whenFull);
    strips.locked(() -> {
      if (cpu < strips.count()) {
        strips.replace(cpu, out::read);
      } else {
        takeUnplaced(out);
      }
    });
    return out.drained();
  }

  private void takeUnplaced(Reader out) {
    int oldest = unplaced.isEmpty() ? 0 : (int) (unplacedLost % unplaced.size());
    out.events.addAll(unplaced.subList(oldest, unplaced.size()));
    out.events.addAll(unplaced.subList(0, oldest));
    out.lost += unplacedLost;
    unplaced.clear();
    unplacedLost = 0;
  }

  /**
   * Changes the room that each CPU has, while others append, and takes out what was there.
   *
   * @throws IllegalArgumentException as the constructor does
   */
  public Drained resize(int newCapacity) {
    int rounded = powerOfTwo(newCapacity);
    var out = new Reader(capacity, whenFull);
    strips.locked(() -> {
      strips.resize(stripSize(rounded), initialise(rounded), out::read);
      takeUnplaced(out);
      capacity = rounded;
    });
    return out.drained();
  }

  /** Copies events out of strips that nobody appends to any more. */
  private static final class Reader {
    final List<Event> events = new ArrayList<>();
    final int capacity;
    final int readable;
    long lost;

    Reader(int capacity, WhenFull whenFull) {
      this.capacity = capacity;
      this.readable =
          switch (whenFull) {
            // An append that was started again may have written half of an event over the oldest.
            case OVERWRITE_OLDEST -> capacity - 1;
            case DROP_NEWEST -> capacity;
          };
    }

    void read(long strip) {
      long count = Words.get(strip);
      long first = Math.max(0, count - readable);
      lost += first;
      for (long i = first; i < count; i++) {
        long at = strip + Routine.BODY + EVENT * (i & capacity - 1);
        events.add(
            new Event(Words.get(at), Words.get(at + 8), Words.get(at + 16), Words.get(at + 24)));
      }
    }

    Drained drained() {
      return new Drained(events, lost);
    }
  }

  @Override
  public void close() {
    strips.close();
  }
}
