package dev.elfwright.link.fuse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What ld.so.cache says of some libraries, as one number: ldconfig runs whenever a library is
 * installed, and writes the file anew, but for most programs nothing changes. The starter computes
 * the same (native/starter/guard.h, says_the_same): FNV-1a over flags, name and path of each entry
 * of these names, in the file's order. The layout is in {@link
 * dev.elfwright.link.graph.SearchEnvironment}'s cache, glibc sysdeps/generic/dl-cache.h.
 */
final class CacheDigest {
  private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
  private static final long PRIME = 0x100000001b3L;
  private static final int HEADER = 48;
  private static final int ENTRY = 24;

  private CacheDigest() {}

  /**
   * Computes it.
   *
   * @param names sorted as bytes
   * @return empty where the file is not of the known form, or chooses by processor
   */
  static OptionalLong of(Path cache, List<String> names) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(cache)).order(ByteOrder.LITTLE_ENDIAN);
    if (file.capacity() < HEADER
        || !java.util.Arrays.equals(file.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return OptionalLong.empty();
    }
    long count = Integer.toUnsignedLong(file.getInt(20));
    long end = HEADER + count * ENTRY + Integer.toUnsignedLong(file.getInt(24));
    if (end > file.capacity() || file.get((int) end - 1) != 0) {
      return OptionalLong.empty();
    }
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < count; i++) {
      int at = HEADER + ENTRY * i;
      long key = Integer.toUnsignedLong(file.getInt(at + 4));
      long value = Integer.toUnsignedLong(file.getInt(at + 8));
      if (key >= end || value >= end) {
        return OptionalLong.empty();
      }
      if (java.util.Collections.binarySearch(names, text(file, (int) key)) >= 0) {
        if (file.getLong(at + 16) != 0) {
          return OptionalLong.empty();
        }
        h = (h ^ Integer.toUnsignedLong(file.getInt(at))) * PRIME;
        h = digest(digest(h, file, (int) key), file, (int) value);
      }
    }
    return OptionalLong.of(h);
  }

  private static String text(ByteBuffer file, int at) {
    int end = at;
    while (file.get(end) != 0) {
      end++;
    }
    return new String(file.array(), at, end - at, StandardCharsets.ISO_8859_1);
  }

  private static long digest(long h, ByteBuffer file, int at) {
    long d = h;
    byte b;
    do {
      b = file.get(at++);
      d = (d ^ b & 0xff) * PRIME;
    } while (b != 0);
    return d;
  }
}
