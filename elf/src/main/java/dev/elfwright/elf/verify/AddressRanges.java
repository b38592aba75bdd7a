package dev.elfwright.elf.verify;

import dev.elfwright.elf.Segment;
import java.util.Arrays;
import java.util.List;

/**
 * What segments cover in memory, for millions of questions: neighbours are joined, and a question
 * is a binary search. Addresses are unsigned; the kernel's are in the upper half.
 */
final class AddressRanges {
  private final long[] starts;
  private final long[] lasts;

  private AddressRanges(long[] starts, long[] lasts) {
    this.starts = starts;
    this.lasts = lasts;
  }

  static AddressRanges of(List<Segment> segments) {
    List<Segment> sorted =
        segments.stream()
            .filter(s -> s.memorySize() != 0)
            .sorted((a, b) -> Long.compareUnsigned(a.address(), b.address()))
            .toList();
    long[] starts = new long[sorted.size()];
    long[] lasts = new long[sorted.size()];
    int n = 0;
    for (Segment s : sorted) {
      long last = s.address() + s.memorySize() - 1;
      if (Long.compareUnsigned(last, s.address()) < 0) {
        last = -1;
      }
      if (n > 0 && Long.compareUnsigned(s.address(), lasts[n - 1] + 1) <= 0) {
        lasts[n - 1] = Long.compareUnsigned(last, lasts[n - 1]) > 0 ? last : lasts[n - 1];
      } else {
        starts[n] = s.address();
        lasts[n++] = last;
      }
    }
    return new AddressRanges(Arrays.copyOf(starts, n), Arrays.copyOf(lasts, n));
  }

  /** Whether all of {@code size} bytes, at least one, are covered. */
  boolean contain(long address, long size) {
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(starts[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    long last = address + Math.max(size, 1) - 1;
    return high >= 0
        && Long.compareUnsigned(last, address) >= 0
        && Long.compareUnsigned(last, lasts[high]) <= 0;
  }
}
