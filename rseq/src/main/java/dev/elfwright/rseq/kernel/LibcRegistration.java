package dev.elfwright.rseq.kernel;

import java.util.Map;
import java.util.Optional;

/**
 * What libc says about the areas that it has registered for its threads: the variables {@code
 * __rseq_offset}, {@code __rseq_size} and {@code __rseq_flags} of glibc (sys/rseq.h, from 2.35).
 *
 * @param offset from the thread pointer to the area
 * @param size as libc says it; 0 when it has not registered any
 * @param flags given at registration
 */
public record LibcRegistration(long offset, int size, int flags) {
  /** The fields of the first version end here; glibc may say so with padding, as 32. */
  public static final int FIRST_SIZE = 20;

  /** The whole structure of the first version. */
  public static final int FIRST_SIZE_PADDED = 32;

  /** What libc's variables say, where it has them. */
  public static Optional<LibcRegistration> find() {
    Optional<Long> offset = Native.variable64("__rseq_offset");
    Optional<Integer> size = Native.variable32("__rseq_size");
    if (offset.isEmpty() || size.isEmpty()) {
      return Optional.empty();
    }
    int flags = Native.variable32("__rseq_flags").orElse(0);
    return Optional.of(new LibcRegistration(offset.get(), size.get(), flags));
  }

  /**
   * How many bytes of the area have a meaning. The versions of glibc disagree on what the size
   * counts: up to 2.39 it is 32, the size of the structure, whatever the kernel fills in; later it
   * is what the kernel fills in, but 20 where glibc was told nothing. So for those two numbers the
   * kernel is asked, and all others are taken at their word.
   *
   * @param kernelSize AT_RSEQ_FEATURE_SIZE, or {@link #FIRST_SIZE} where the kernel says nothing
   */
  public int usable(long kernelSize) {
    return switch (size) {
      case FIRST_SIZE, FIRST_SIZE_PADDED -> (int) Math.min(FIRST_SIZE_PADDED, kernelSize);
      default -> size;
    };
  }

  /** Why libc has registered nothing. */
  public static String whyNot(Optional<LibcRegistration> found, Map<String, String> environment) {
    if (found.isEmpty()) {
      return Native.glibcVersion()
          .map(v -> "glibc " + v + " is too old to register threads; 2.35 is the first that does")
          .orElse("this libc does not register threads; glibc does, from 2.35");
    }
    if (environment.getOrDefault("GLIBC_TUNABLES", "").contains("glibc.pthread.rseq=0")) {
      return "glibc was told not to register threads: GLIBC_TUNABLES has glibc.pthread.rseq=0";
    }
    return "glibc has not registered its threads: the kernel has no rseq, or a filter forbids it";
  }
}
