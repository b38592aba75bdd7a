package dev.elfwright.link.image;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Symbols that linkers define: names that C code uses without any object defining them. */
final class Landmarks {
  static final String TABLE = "_GLOBAL_OFFSET_TABLE_";
  static final String DYNAMIC = "_DYNAMIC";
  static final String HEADER = "__ehdr_start";
  static final String END = "_end";

  /** The relocations that a program without loader applies itself, all of R_*_IRELATIVE. */
  static final String CHOICES = "__rela_iplt_start";

  static final String CHOICES_END = "__rela_iplt_end";

  private static final Set<String> NAMES =
      Set.of(TABLE, DYNAMIC, HEADER, END, CHOICES, CHOICES_END);

  private final Map<String, Long> addresses = new HashMap<>();

  static boolean contains(String name) {
    return NAMES.contains(name);
  }

  void put(String name, long address) {
    addresses.put(name, address);
  }

  long address(String name) {
    return addresses.getOrDefault(name, 0L);
  }
}
