package dev.elfwright.rseq;

import dev.elfwright.rseq.kernel.Words;
import dev.elfwright.rseq.percpu.Sections;
import dev.elfwright.rseq.percpu.Setup;

/**
 * The CPU of one thread, read from the memory that the kernel keeps up to date: about 1 ns for a
 * platform thread. A virtual thread may ask too, but its carrier may change between any two
 * instructions of Java, so it is asked about anew each time, as {@link Rseq#cpu} does.
 *
 * <p>Belongs to the thread that made it; kept in a local variable or a field of the thread's own
 * object. (A {@code ThreadLocal} takes longer than the reading itself.)
 */
public final class ThreadCpu {
  private static final long NOWHERE = 0;

  private final Thread owner = Thread.currentThread();
  private final long address;

  private ThreadCpu() {
    boolean readable = Sections.AVAILABLE && !owner.isVirtual() && Rseq.cpu() >= 0;
    address = readable ? Sections.threadArea() + Setup.CPU_ID : NOWHERE;
  }

  /** For the thread that calls. */
  public static ThreadCpu ofCurrentThread() {
    return new ThreadCpu();
  }

  /**
   * The number of the CPU that this thread runs on, from 0, or -1 where nobody tells.
   *
   * @throws WrongThreadException for any thread but the one that made this: the memory of a thread
   *     that has ended may be gone
   */
  public int get() {
    if (Thread.currentThread() != owner) {
      throw new WrongThreadException("made by " + owner + ", used by " + Thread.currentThread());
    }
    return address == NOWHERE ? Rseq.cpu() : Words.get32(address);
  }
}
