package dev.elfwright.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The area of restartable sequences that glibc since 2.41 puts behind the segments of the start
 * (sysdeps/unix/sysv/linux/dl-extra_tls.h).
 *
 * @param size in bytes, a multiple of the alignment
 * @param alignment in bytes
 */
public record RseqArea(long size, long alignment) {
  private static final long LEAST = 32;
  private static final long AT_RSEQ_FEATURE_SIZE = 27;
  private static final long AT_RSEQ_ALIGN = 28;

  /** What a kernel asks for that says nothing about it: before Linux 6.3. */
  public static final RseqArea LEAST_AREA = new RseqArea(LEAST, LEAST);

  /** What the running kernel asks for in the auxiliary vector. */
  public static RseqArea ofThisKernel() {
    long size = LEAST;
    long alignment = LEAST;
    try {
      ByteBuffer vector =
          ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
              .order(ByteOrder.nativeOrder());
      while (vector.remaining() >= 16) {
        long type = vector.getLong();
        long value = vector.getLong();
        if (type == AT_RSEQ_FEATURE_SIZE) {
          size = Math.max(size, value);
        } else if (type == AT_RSEQ_ALIGN) {
          alignment = Math.max(alignment, value);
        }
      }
    } catch (IOException e) {
      return LEAST_AREA; // no /proc: nothing is known of the kernel
    }
    return new RseqArea(Variant.roundUp(size, alignment), alignment);
  }
}
