package dev.elfwright.census.spark;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one task has written.
 *
 * @param files by table
 * @param unpacked bytes of content that it has read
 */
record Part(Map<String, String> files, long unpacked) implements Serializable {
  Part {
    files = new LinkedHashMap<>(files);
  }

  /** The files of a table. */
  static List<String> files(List<Part> parts, String table) {
    return parts.stream()
        .filter(p -> p.files().containsKey(table))
        .map(p -> p.files().getOrDefault(table, ""))
        .toList();
  }
}
