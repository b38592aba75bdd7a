package dev.elfwright.elf.edit;

import java.util.Map;
import java.util.TreeMap;

/** A set of bytes as ranges that do not touch. */
final class Ranges {
  /** From the start of a range to its end. */
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  /** Adds {@code size} bytes from {@code start} on; negative values are nowhere. */
  void add(long start, long size) {
    if (start < 0 || size <= 0) {
      return;
    }
    long from = start;
    long to = start > Long.MAX_VALUE - size ? Long.MAX_VALUE : start + size;
    Map.Entry<Long, Long> at = ranges.floorEntry(to);
    while (at != null && at.getValue() >= from) {
      from = Math.min(from, at.getKey());
      to = Math.max(to, at.getValue());
      ranges.remove(at.getKey());
      at = ranges.floorEntry(to);
    }
    ranges.put(from, to);
  }

  boolean contains(long offset) {
    Map.Entry<Long, Long> at = ranges.floorEntry(offset);
    return at != null && offset < at.getValue();
  }
}
