package dev.elfwright.elf.inspect;

import dev.elfwright.elf.ElfModel;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What relocations refer to, and how often.
 *
 * @param name the symbol's name with its version, the section's where the symbol stands for one, or
 *     the section that a relative relocation points into; empty where a relocation refers to
 *     neither
 * @param types how many relocations of each type there are, those of DT_RELR under {@code RELR}
 * @param sections in an object, the sections whose bytes are relocated
 */
public record RelocationTarget(String name, Map<String, Long> types, Set<String> sections) {
  /** Copies both. */
  public RelocationTarget {
    SortedMap<String, Long> sorted = new TreeMap<>(types);
    types = Collections.unmodifiableSortedMap(sorted);
    SortedSet<String> names = new TreeSet<>(sections);
    sections = Collections.unmodifiableSortedSet(names);
  }

  /** All targets of a file's relocations, those referred to most often first. */
  public static List<RelocationTarget> of(ElfModel file) {
    return new RelocationGrouping(file).targets();
  }

  /** How many relocations refer to it. */
  public long count() {
    return types.values().stream().mapToLong(Long::longValue).sum();
  }
}
