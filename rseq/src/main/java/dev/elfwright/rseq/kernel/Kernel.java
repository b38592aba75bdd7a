package dev.elfwright.rseq.kernel;

import dev.elfwright.rseq.code.Machine;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * System calls, through libc's {@code syscall}. Each returns what the kernel does, or minus the
 * number of the error.
 */
public final class Kernel {
  /** An error: the call is not permitted; also what container runtimes' filters answer. */
  public static final int EPERM = 1;

  /** An error: wrong arguments, or a feature that is not there. */
  public static final int EINVAL = 22;

  /** An error: the kernel has no such call. */
  public static final int ENOSYS = 38;

  /**
   * An error of the kernel's own, which has no name in C: a feature that is there, but not for this
   * caller, or not since the kernel was booted.
   */
  public static final int ENOTSUPP = 524;

  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int PROT_EXEC = 4;
  private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
  private static final int PR_RSEQ_SLICE_EXTENSION = 79;
  private static final int PR_RSEQ_SLICE_EXTENSION_GET = 1;
  private static final int PR_RSEQ_SLICE_EXTENSION_SET = 2;
  private static final int MPOL_PREFERRED = 1;

  /** The numbers differ by machine: arch/x86/entry/syscalls, include/uapi/asm-generic/unistd.h. */
  private record Numbers(
      int mmap, int mprotect, int munmap, int prctl, int mbind, int membarrier, int rseq) {
    static Numbers of(Machine machine) {
      return switch (machine) {
        case X86_64 -> new Numbers(9, 10, 11, 157, 237, 324, 334);
        case AARCH64, RISCV64 -> new Numbers(222, 226, 215, 167, 235, 283, 293);
      };
    }
  }

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final Numbers numbers;
  private final MethodHandle syscall;

  /**
   * The kernel of this machine.
   *
   * @throws UnsupportedOperationException when libc has no {@code syscall}
   */
  public Kernel(Machine machine) {
    numbers = Numbers.of(machine);
    long function =
        Native.symbol("syscall")
            .orElseThrow(() -> new UnsupportedOperationException("libc has no function syscall"));
    MemoryLayout[] seven = new MemoryLayout[7];
    java.util.Arrays.fill(seven, ValueLayout.JAVA_LONG);
    syscall =
        Linker.nativeLinker()
            .downcallHandle(
                MemorySegment.ofAddress(function),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, seven),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
  }

  private long call(long number, long a, long b, long c, long d, long e, long f) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) syscall.invokeExact(state, number, a, b, c, d, e, f);
      return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (Throwable e2) {
      throw Native.unexpected(e2);
    }
  }

  /** The number of the system call rseq. */
  public int rseqNumber() {
    return numbers.rseq();
  }

  /** New pages of zeros, readable and writable; no memory is taken before they are touched. */
  public long map(long size) {
    return call(
        numbers.mmap(), 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
  }

  /** Makes pages executable, and no longer writable. */
  public long makeExecutable(long address, long size) {
    return call(numbers.mprotect(), address, size, PROT_READ | PROT_EXEC, 0, 0, 0);
  }

  /** Gives pages back. */
  public long unmap(long address, long size) {
    return call(numbers.munmap(), address, size, 0, 0, 0, 0);
  }

  /** Wants pages that are touched from now on to come from a node, while it has any. */
  public long prefer(long address, long size, int node) {
    try (Arena arena = Arena.ofConfined()) {
      long words = node / 64 + 1;
      MemorySegment mask = arena.allocate(8 * words, 8);
      mask.setAtIndex(ValueLayout.JAVA_LONG, node / 64, 1L << node % 64);
      // The kernel reads one bit less than it is told.
      return call(
          numbers.mbind(), address, size, MPOL_PREFERRED, mask.address(), 64 * words + 1, 0);
    }
  }

  /** membarrier(2). */
  public long membarrier(int command, int flags, int cpu) {
    return call(numbers.membarrier(), command, flags, cpu, 0, 0, 0);
  }

  /**
   * Whether this thread may ask for more time at the end of its slice
   * (Documentation/userspace-api/rseq.rst): 1, or 0 when it may once it has said so or never; an
   * error where the kernel is built without that.
   */
  public long sliceExtension() {
    return sliceExtension(PR_RSEQ_SLICE_EXTENSION_GET);
  }

  /**
   * Leaves it off for this thread, for which it is off: 0, or an error where it could not be
   * switched on.
   */
  public long leaveSliceExtensionOff() {
    return sliceExtension(PR_RSEQ_SLICE_EXTENSION_SET);
  }

  private long sliceExtension(int operation) {
    return call(numbers.prctl(), PR_RSEQ_SLICE_EXTENSION, operation, 0, 0, 0, 0);
  }

  /** The usual name and meaning of an error's number. */
  public static String error(long result) {
    return switch ((int) -result) {
      case EPERM -> "EPERM, not permitted";
      case 12 -> "ENOMEM, no memory";
      case 13 -> "EACCES, access denied";
      case 6 -> "ENXIO, nothing registered";
      case 16 -> "EBUSY, done already";
      case EINVAL -> "EINVAL, invalid argument";
      case ENOSYS -> "ENOSYS, no such system call";
      case ENOTSUPP -> "ENOTSUPP, not supported";
      default -> "error " + -result;
    };
  }
}
