package dev.elfwright.rseq.percpu;

import dev.elfwright.rseq.code.Machine;
import dev.elfwright.rseq.code.RegistrationCode;
import dev.elfwright.rseq.code.ThreadArea;
import dev.elfwright.rseq.kernel.Kernel;
import dev.elfwright.rseq.kernel.Native;
import dev.elfwright.rseq.kernel.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Registers threads where libc does not, each at its first operation.
 *
 * <p>The kernel writes to an area whenever it likes until the thread ends or takes it back, so
 * areas are never freed; one whose thread has ended is used again. A thread-specific key of libc
 * leads to it, and the key's destructor takes it back before the thread is gone.
 */
final class OwnRegistration {
  private static final int AREA = 128;
  private static final int AREAS_AT_ONCE = 64;
  private static final int FIRST_LENGTH = 32;

  private final MethodHandle register;
  private final ThreadArea.ByKey area;
  private final List<Long> areas = new ArrayList<>();
  private int next;

  private OwnRegistration(MethodHandle register, ThreadArea.ByKey area) {
    this.register = register;
    this.area = area;
  }

  /**
   * Prepares it, and registers the thread that asks, to see whether the kernel takes it.
   *
   * @param featureSize AT_RSEQ_FEATURE_SIZE, which kernels before 6.3 do not say
   * @throws UnsupportedOperationException with the reason why not
   */
  static OwnRegistration prepare(Kernel kernel, OptionalLong featureSize) {
    int length = (int) Math.max(FIRST_LENGTH, featureSize.orElse(FIRST_LENGTH));
    if (length > RegistrationCode.MARK) {
      throw new UnsupportedOperationException(
          "the kernel wants " + length + " bytes for each thread, more than are known here");
    }
    long getter = symbol("pthread_getspecific");
    long setter = symbol("pthread_setspecific");
    long keyCreate = symbol("pthread_key_create");
    // The key is part of the code, and its destructor is in the code: so the code comes in two.
    int number = kernel.rseqNumber();
    var destructor = RegistrationCode.assemble(setter, 0, length, number);
    long first = CodePages.load(kernel, _ -> destructor.bytes());
    int key = createKey(keyCreate, first + destructor.unregister());
    var registering = RegistrationCode.assemble(setter, key, length, number);
    long second = CodePages.load(kernel, _ -> registering.bytes());
    var own =
        new OwnRegistration(
            Native.critical(second + registering.register(), 1), new ThreadArea.ByKey(getter, key));
    long result = own.registerThread();
    if (result < 0) {
      throw new UnsupportedOperationException(why(result, featureSize));
    }
    return own;
  }

  private static String why(long result, OptionalLong featureSize) {
    return switch ((int) -result) {
      case Kernel.ENOSYS ->
          featureSize.isPresent()
              ? "a filter hides the system call rseq, which this kernel has (seccomp, as of"
                  + " containers)"
              : "the kernel has no rseq; it came with Linux 4.18 (CONFIG_RSEQ)";
      case Kernel.EPERM -> "a filter forbids the system call rseq (seccomp, as of containers)";
      case Kernel.EINVAL -> "something else in this process has registered the thread already";
      default -> "the kernel refuses to register a thread (" + Kernel.error(result) + ")";
    };
  }

  private static long symbol(String name) {
    return Native.threadFunction(name)
        .orElseThrow(() -> new UnsupportedOperationException("libc has no function " + name));
  }

  private static int createKey(long function, long destructor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(ValueLayout.JAVA_INT);
      long result = Native.call(Native.function(function, 2), key.address(), destructor);
      if ((int) result != 0) {
        throw new UnsupportedOperationException("no thread-specific key is left in this process");
      }
      return key.get(ValueLayout.JAVA_INT, 0);
    }
  }

  ThreadArea area() {
    return area;
  }

  /**
   * Registers the thread that the caller runs on; 0, or minus an error's number. A virtual thread
   * that has moved to a registered thread since it found none is told EINVAL, and does without.
   */
  synchronized long registerThread() {
    long free = freeArea();
    Words.setVolatile(free + RegistrationCode.MARK, 1);
    long result;
    try {
      result = (long) register.invokeExact(free);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
    if (result != 0) {
      Words.setVolatile(free + RegistrationCode.MARK, 0);
    }
    return result;
  }

  private long freeArea() {
    for (int i = 0; i < areas.size(); i++) {
      next = (next + 1) % areas.size();
      long candidate = areas.get(next);
      if (Words.getAcquire(candidate + RegistrationCode.MARK) == 0) {
        Words.clear(candidate, AREA);
        return candidate;
      }
    }
    long chunk = Arena.global().allocate(AREA * AREAS_AT_ONCE, AREA).address();
    for (int i = 0; i < AREAS_AT_ONCE; i++) {
      areas.add(chunk + i * AREA);
    }
    next = areas.size() - AREAS_AT_ONCE;
    return areas.get(next);
  }

  /** Own registration is for the machine that its code is written for. */
  static void requireCode(Machine machine) {
    if (machine != Machine.X86_64) {
      throw new UnsupportedOperationException("threads are registered by libc only, here");
    }
  }
}
