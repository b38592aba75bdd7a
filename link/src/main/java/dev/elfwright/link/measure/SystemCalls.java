package dev.elfwright.link.measure;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The system calls of one run, after {@code execve}, of the program and all it starts.
 *
 * @param byName how often each was called
 */
public record SystemCalls(SortedMap<String, Long> byName) {

  /** Copies the map. */
  public SystemCalls {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /** How many there were. */
  public long total() {
    return byName.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How often this one was called. */
  public long count(String name) {
    return byName.getOrDefault(name, 0L);
  }

  static SystemCalls of(Map<Long, Long> byNumber) {
    SortedMap<String, Long> named = new TreeMap<>();
    byNumber.forEach((number, count) -> named.put(SystemCallNames.of(number), count));
    return new SystemCalls(named);
  }
}
