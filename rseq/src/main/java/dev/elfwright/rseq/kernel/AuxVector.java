package dev.elfwright.rseq.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the kernel told the process at its start: pairs of words, type and value, the last of type 0
 * (System V ABI, process initialization; the types are in include/uapi/linux/auxvec.h).
 */
public final class AuxVector {
  /** How many bytes of {@code struct rseq} the kernel knows; from Linux 6.3. */
  public static final int RSEQ_FEATURE_SIZE = 27;

  /** To what the kernel wants {@code struct rseq} aligned; from Linux 6.3. */
  public static final int RSEQ_ALIGN = 28;

  private final ByteBuffer words;

  /** Takes the bytes of a vector. */
  AuxVector(byte[] bytes) {
    words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  /** That of this process; empty when it cannot be read. */
  public static AuxVector ofProcess() {
    try {
      return new AuxVector(Files.readAllBytes(Path.of("/proc/self/auxv")));
    } catch (IOException e) {
      return new AuxVector(new byte[0]);
    }
  }

  /** The value of a type, if the kernel gave one. */
  public OptionalLong get(int type) {
    for (int at = 0; at + 16 <= words.capacity() && words.getLong(at) != 0; at += 16) {
      if (words.getLong(at) == type) {
        return OptionalLong.of(words.getLong(at + 8));
      }
    }
    return OptionalLong.empty();
  }
}
