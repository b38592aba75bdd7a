package dev.elfwright.elf.edit;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over memory of any size. */
final class Digests {
  private static final long PIECE = 1 << 20;

  private Digests() {}

  static byte[] sha256(MemorySegment bytes) {
    MessageDigest digest = sha256();
    update(digest, bytes);
    return digest.digest();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A buffer holds at most 2 GiB, so that memory goes in piece by piece. */
  static void update(MessageDigest digest, MemorySegment bytes) {
    for (long at = 0; at < bytes.byteSize(); at += PIECE) {
      digest.update(bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer());
    }
  }
}
