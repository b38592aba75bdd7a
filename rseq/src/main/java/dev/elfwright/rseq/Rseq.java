package dev.elfwright.rseq;

import dev.elfwright.rseq.kernel.Native;
import dev.elfwright.rseq.percpu.Sections;
import dev.elfwright.rseq.percpu.Setup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Whether restartable sequences work in this JVM, and what the kernel tells threads through them.
 *
 * <p>The first use of this class or of any structure prepares everything and tests it, which takes
 * some 100 ms, mostly the JVM's own preparation of native calls. The system property {@code
 * dev.elfwright.rseq} set to {@code off} leaves all that out; set to {@code libc}, only threads
 * that libc has registered count.
 */
public final class Rseq {
  private static final Optional<MethodHandle> GETCPU =
      Sections.AVAILABLE
          ? Optional.empty()
          : Native.symbol("sched_getcpu").map(f -> Native.critical(f, 0));

  private Rseq() {}

  /**
   * Whether the structures of this package use sections. Where not, they are exact all the same, in
   * plain Java; {@link #info} tells why.
   */
  public static boolean isAvailable() {
    return Sections.AVAILABLE;
  }

  /** Everything that was found out, with the reason for whatever is missing. */
  public static RseqInfo info() {
    return RseqInfo.of(Setup.get());
  }

  /**
   * The number of the CPU that this thread runs on, from 0; it may be another by the time the
   * caller looks at it. About 4 ns; a platform thread that asks often takes {@link ThreadCpu}.
   *
   * @return -1 where neither the kernel nor libc tells
   */
  public static int cpu() {
    if (Sections.AVAILABLE) {
      int cpu = Sections.threadField(Setup.CPU_ID);
      return Math.max(cpu, -1);
    }
    return GETCPU.map(f -> (int) Native.call(f)).orElse(-1);
  }

  /**
   * The concurrency ID of this thread, see {@link Index#CONCURRENCY_ID}.
   *
   * @return -1 where the kernel does not tell
   */
  public static int concurrencyId() {
    return field(Setup.MM_CID);
  }

  /**
   * The memory node of the CPU that this thread runs on.
   *
   * @return -1 where the kernel does not tell
   */
  public static int node() {
    return field(Setup.NODE_ID);
  }

  private static int field(int distance) {
    return Sections.AVAILABLE && Setup.get().hasField(distance) && cpu() >= 0
        ? Sections.threadField(distance)
        : -1;
  }
}
