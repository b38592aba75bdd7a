package dev.elfwright.rseq;

import dev.elfwright.rseq.code.Routine;
import dev.elfwright.rseq.kernel.Words;
import dev.elfwright.rseq.percpu.Sections;
import dev.elfwright.rseq.percpu.Strips;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A lock for each CPU, for data of which each CPU has its own in Java's heap: an array with {@link
 * #places} elements, of which a thread uses the one whose lock it holds.
 *
 * <p>Taking the lock is one section, giving it back one store, about 5 ns together; a thread that
 * is moved to another CPU keeps the lock that it has. It is contended only when a thread is taken
 * off the CPU in the middle; those who come then spin a little and yield. Not reentrant, not fair,
 * and not for long work: for that there is {@link java.util.concurrent.locks.ReentrantLock}.
 *
 * {@snippet file="dev/elfwright/rseq/RseqSnippetsTest.java" region="lock"}
 */
public final class PerCpuLock {
  private static final int SPINS = 50;

  private final Strips strips;
  private final long directory;
  private final long field;
  private final AtomicInteger unplaced = new AtomicInteger();

  /** Locks that nobody holds. */
  public PerCpuLock() {
    this(Index.CPU);
  }

  /** The same, with a choice of what each thread's part is found by. */
  public PerCpuLock(Index index) {
    strips = new Strips("this lock", index.field(), Routine.BODY, _ -> {});
    directory = strips.directory();
    field = strips.field();
  }

  /** How many locks there are; the last is for threads without a CPU. */
  public int places() {
    return strips.count() + 1;
  }

  /**
   * Takes the lock of the CPU that this thread is on; waits while it is held.
   *
   * @return its number, which {@link #unlock} wants
   */
  public int lock() {
    for (int i = 1; ; i++) {
      int place = tryLock();
      if (place >= 0) {
        return place;
      }
      if (i % SPINS == 0) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /**
   * Takes the lock of the CPU that this thread is on, if nobody holds it.
   *
   * @return its number, or -1
   */
  public int tryLock() {
    do {
      if (Sections.AVAILABLE) {
        long place = Sections.lock(directory, field);
        Reference.reachabilityFence(strips);
        if (place != Routine.UNPREPARED) {
          return (int) Math.max(place, -1);
        }
      }
    } while (strips.prepare());
    return unplaced.compareAndSet(0, 1) ? strips.count() : -1;
  }

  /**
   * Gives a lock back, from whatever CPU or thread.
   *
   * @throws IndexOutOfBoundsException when there is no such lock
   * @throws IllegalMonitorStateException when nobody holds it
   */
  public void unlock(int place) {
    boolean held =
        Objects.checkIndex(place, places()) == strips.count()
            ? unplaced.compareAndSet(1, 0)
            : release(strips.strip(place));
    if (!held) {
      throw new IllegalMonitorStateException("lock " + place + " is not held");
    }
  }

  /** Who holds the lock is the only one who writes to it. */
  private boolean release(long strip) {
    boolean held = strip != 0 && Words.getAcquire(strip) == 1;
    if (held) {
      Words.setRelease(strip, 0);
    }
    Reference.reachabilityFence(strips);
    return held;
  }
}
