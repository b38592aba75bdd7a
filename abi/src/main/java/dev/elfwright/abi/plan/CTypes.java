package dev.elfwright.abi.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sizes of C's types where long and pointers have 8 bytes (LP64), with the kernel's and POSIX's
 * names.
 */
final class CTypes {
  /**
   * A type.
   *
   * @param size in bytes
   * @param alignment in bytes
   */
  record Known(long size, long alignment) {}

  private static final Map<String, Integer> SIZES = new HashMap<>();

  static {
    put(1, "char", "bool", "_Bool", "int8_t", "uint8_t");
    put(2, "short", "int16_t", "uint16_t");
    put(4, "int", "float", "int32_t", "uint32_t", "pid_t", "uid_t", "gid_t", "mode_t", "clockid_t");
    put(8, "long", "double", "int64_t", "uint64_t", "size_t", "ssize_t", "ptrdiff_t", "intptr_t");
    put(8, "uintptr_t", "off_t", "time_t", "__aligned_u64", "__aligned_s64");
    put(16, "__int128");
    for (int bytes = 1; bytes <= 8; bytes *= 2) {
      int bits = 8 * bytes;
      put(bytes, "u" + bits, "s" + bits, "__u" + bits, "__s" + bits, "__le" + bits, "__be" + bits);
    }
  }

  private CTypes() {}

  private static void put(int size, String... names) {
    for (String name : names) {
      SIZES.put(name, size);
    }
  }

  static Known of(long size) {
    return new Known(size, size);
  }

  /** The type of words such as {@code unsigned long long}, without qualifiers. */
  static Optional<Known> of(String words) {
    String core =
        words
            .replaceAll("\\b(unsigned|signed|const|volatile)\\b", " ")
            .replaceAll("\\s+", " ")
            .strip();
    core =
        switch (core) {
          case "" -> words.isBlank() ? "" : "int";
          case "long long", "long int", "long long int" -> "long";
          case "short int" -> "short";
          default -> core.startsWith("enum ") ? "int" : core;
        };
    return Optional.ofNullable(SIZES.get(core)).map(CTypes::of);
  }
}
