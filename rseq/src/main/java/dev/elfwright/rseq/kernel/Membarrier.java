package dev.elfwright.rseq.kernel;

/**
 * The fence that aborts sections: {@code membarrier} with MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ
 * (include/uapi/linux/membarrier.h), from Linux 5.10. When it returns, every section of this
 * process that ran has been started again, on the CPU that was named or on all, and sees what was
 * written before.
 */
public final class Membarrier {
  private static final int QUERY = 0;
  private static final int RSEQ = 1 << 7;
  private static final int REGISTER_RSEQ = 1 << 8;
  private static final int FLAG_CPU = 1;

  private final Kernel kernel;

  private Membarrier(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Registers the process, which the kernel wants once.
   *
   * @throws UnsupportedOperationException with the reason why there is no such fence
   */
  public static Membarrier register(Kernel kernel) {
    long commands = kernel.membarrier(QUERY, 0, 0);
    if (commands < 0) {
      throw new UnsupportedOperationException(why(commands));
    }
    if ((commands & RSEQ) == 0) {
      throw new UnsupportedOperationException(
          "membarrier has no fence for sections; it came with Linux 5.10");
    }
    long result = kernel.membarrier(REGISTER_RSEQ, 0, 0);
    if (result < 0) {
      throw new UnsupportedOperationException(
          "the kernel refuses to register for membarrier's fence (" + Kernel.error(result) + ")");
    }
    return new Membarrier(kernel);
  }

  private static String why(long result) {
    return switch ((int) -result) {
      case Kernel.EPERM ->
          "a filter forbids the system call membarrier (seccomp, as of containers)";
      case Kernel.ENOSYS ->
          "the system call membarrier is not there: the kernel is built without it"
              + " (CONFIG_MEMBARRIER), or a filter hides it (seccomp, as of containers)";
      default -> "the kernel refuses membarrier (" + Kernel.error(result) + ")";
    };
  }

  /** Every section on every CPU starts again. */
  public void all() {
    check(kernel.membarrier(RSEQ, 0, 0));
  }

  /** Every section on this CPU starts again. */
  public void cpu(int cpu) {
    check(kernel.membarrier(RSEQ, FLAG_CPU, cpu));
  }

  private static void check(long result) {
    if (result < 0) {
      throw new IllegalStateException("membarrier failed: " + Kernel.error(result));
    }
  }
}
