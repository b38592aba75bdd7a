package dev.elfwright.link.graph;

import dev.elfwright.elf.constant.Machine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ld.so.cache, the list of libraries that ldconfig found (glibc sysdeps/generic/dl-cache.h,
 * elf/dl-cache.c). Strings are named by their offset from the start of the table.
 *
 * <table>
 * <caption>Layout, offsets in bytes</caption>
 * <tr><td>0</td><td>{@code glibc-ld.so.cache1.1}</td></tr>
 * <tr><td>20</td><td>number of entries, 4 bytes</td></tr>
 * <tr><td>24</td><td>bytes of strings, 4</td></tr>
 * <tr><td>28</td><td>byte order: 0 unknown, 2 little, 3 big</td></tr>
 * <tr><td>32</td><td>offset of the extensions in the file, 4</td></tr>
 * <tr><td>48</td><td>entries of 24 bytes: flags 4, name 4, path 4, unused 4, capabilities 8; sorted
 * by name, the greatest first</td></tr>
 * <tr><td>extensions</td><td>magic 4, count 4, then of each tag 4, flags 4, offset 4, size 4; tag 1:
 * offsets of the names of glibc-hwcaps subfolders</td></tr>
 * </table>
 *
 * <p>Older files have another table, of glibc 2.1, in front. What is not well-formed is treated as
 * the loader does: it finds nothing.
 */
final class CacheFile {
  private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OLD_MAGIC = "ld.so-1.7.0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 48;
  private static final int ENTRY = 24;
  private static final int EXTENSION_MAGIC = -358342284;
  private static final int ISA_LEVEL_MASK = 0x3ff;
  private static final long PLATFORM_BITS = 0xfL << 48;
  private static final long TLS_BIT = 1L << 63;

  private final ByteBuffer file;
  private final int table;
  private final int count;
  private final int flags;
  private final Hardware hardware;
  private final List<String> subfolders;

  private CacheFile(ByteBuffer file, int table, int count, int flags, Hardware hardware) {
    this.file = file;
    this.table = table;
    this.count = count;
    this.flags = flags;
    this.hardware = hardware;
    this.subfolders = subfolders(file, table);
  }

  /** Reads the cache; empty when there is none that the loader would use. */
  static Optional<CacheFile> read(Path path, int machine, boolean is64, Hardware hardware) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      return Optional.empty();
    }
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int table = 0;
    if (starts(bytes, 0, OLD_MAGIC) && bytes.length >= 16) {
      long end = 16 + 12 * Integer.toUnsignedLong(file.getInt(12));
      table = (int) Math.min(end + 7 & -8, bytes.length);
    }
    if (!starts(bytes, table, MAGIC) || bytes.length - table <= HEADER) {
      return Optional.empty();
    }
    int count = file.getInt(table + 20);
    int order = bytes[table + 28] & 3;
    int ownOrder = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 2 : 3;
    if (count < 0
        || (bytes.length - table - HEADER) / ENTRY < count
        || (bytes[table + 28] != 0 && order != ownOrder)) {
      return Optional.empty();
    }
    return Optional.of(new CacheFile(file, table, count, flags(machine, is64), hardware));
  }

  private static boolean starts(byte[] bytes, int at, byte[] magic) {
    return bytes.length - at >= magic.length
        && Arrays.equals(bytes, at, at + magic.length, magic, 0, magic.length);
  }

  /** The flags of this machine's entries (sysdeps/.../dl-cache.h, _DL_CACHE_DEFAULT_ID). */
  private static int flags(int machine, boolean is64) {
    return switch (machine) {
      case Machine.X86_64 -> is64 ? 0x303 : 0x803;
      case Machine.AARCH64 -> 0xa03;
      case Machine.ARM -> 0x903;
      case Machine.PPC64 -> 0x503;
      case Machine.S390 -> is64 ? 0x403 : 3;
      case Machine.RISCV -> is64 ? 0x1003 : 0xf03;
      case Machine.LOONGARCH -> 0x1203;
      default -> 3;
    };
  }

  private static List<String> subfolders(ByteBuffer file, int table) {
    int size = file.limit();
    long at = Integer.toUnsignedLong(file.getInt(table + 32));
    if (at == 0 || at % 4 != 0 || at + 8 > size || file.getInt((int) at) != EXTENSION_MAGIC) {
      return List.of();
    }
    long sections = Integer.toUnsignedLong(file.getInt((int) at + 4));
    if (at + 8 + sections * 16 > size) {
      return List.of();
    }
    for (int i = 0; i < sections; i++) {
      int section = (int) at + 8 + 16 * i;
      long start = Integer.toUnsignedLong(file.getInt(section + 8));
      long length = Integer.toUnsignedLong(file.getInt(section + 12));
      if (file.getInt(section) == 1 && start + length <= size && length % 4 == 0) {
        String[] names = new String[(int) length / 4];
        for (int n = 0; n < names.length; n++) {
          names[n] = string(file, Integer.toUnsignedLong(file.getInt((int) start + 4 * n)));
        }
        return List.of(names);
      }
    }
    return List.of();
  }

  private static String string(ByteBuffer file, long at) {
    int end = (int) Math.min(at, file.limit());
    int start = end;
    while (end < file.limit() && file.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - start];
    file.get(start, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private String string(int entry, int field) {
    long at = Integer.toUnsignedLong(file.getInt(table + HEADER + ENTRY * entry + field));
    return string(file, table + at);
  }

  /** The path that the cache gives for a name, or null (elf/dl-cache.c, search_cache). */
  @Nullable String lookup(String name) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(name, string(middle, 4));
      if (order == 0) {
        int first = middle;
        while (first > 0 && compare(name, string(first - 1, 4)) == 0) {
          first--;
        }
        return best(name, first);
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** Entries for glibc-hwcaps stand before all others of their name; the best one of them wins. */
  private @Nullable String best(String name, int first) {
    String best = null;
    int bestPriority = Integer.MAX_VALUE;
    for (int i = first; i < count && compare(name, string(i, 4)) == 0; i++) {
      if (file.getInt(table + HEADER + ENTRY * i) != flags) {
        continue;
      }
      long capabilities = file.getLong(table + HEADER + ENTRY * i + 16);
      if ((capabilities >>> 32 & ~ISA_LEVEL_MASK) == 1L << 30) {
        int priority = priority(capabilities);
        if (priority < bestPriority) {
          best = string(i, 8);
          bestPriority = priority;
        }
      } else if (best != null) {
        return best;
      } else if (fits(capabilities)) {
        return string(i, 8);
      }
    }
    return best;
  }

  private int priority(long capabilities) {
    int level = (int) (capabilities >>> 32) & ISA_LEVEL_MASK;
    long index = capabilities & 0xffff_ffffL;
    if (level >= hardware.isaLevel() || index >= subfolders.size()) {
      return Integer.MAX_VALUE;
    }
    int rank = hardware.levels().indexOf(subfolders.get((int) index));
    return rank < 0 ? Integer.MAX_VALUE : rank;
  }

  /** The older scheme: a bit for each capability, and four for the platform. */
  private boolean fits(long capabilities) {
    long known = PLATFORM_BITS | TLS_BIT;
    for (String capability : hardware.legacy()) {
      known |= capability.equals("x86_64") ? 2 : 4;
    }
    int platform =
        List.of("i586", "i686", "haswell", "xeon_phi").indexOf(String.valueOf(hardware.platform()));
    long wanted = capabilities & PLATFORM_BITS;
    return (capabilities & ~known) == 0
        && (wanted == 0 || (platform >= 0 && wanted == 1L << (48 + platform)));
  }

  /** Runs of digits compare as numbers (elf/dl-cache.c, _dl_cache_libcmp). */
  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length()) {
      char p = a.charAt(i);
      char q = j < b.length() ? b.charAt(j) : 0;
      if (digit(p) && digit(q)) {
        int x = 0;
        int y = 0;
        for (; i < a.length() && digit(a.charAt(i)); i++) {
          x = x * 10 + a.charAt(i) - '0';
        }
        for (; j < b.length() && digit(b.charAt(j)); j++) {
          y = y * 10 + b.charAt(j) - '0';
        }
        if (x != y) {
          return x - y;
        }
      } else if (digit(p)) {
        return 1;
      } else if (digit(q)) {
        return -1;
      } else if (p != q) {
        return p - q;
      } else {
        i++;
        j++;
      }
    }
    return j < b.length() ? -b.charAt(j) : 0;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}
