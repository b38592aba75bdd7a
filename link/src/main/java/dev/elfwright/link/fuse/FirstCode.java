package dev.elfwright.link.fuse;

import java.util.List;

/**
 * The code that constructors begin with: one page of each stretch of 64 KiB, for the kernel maps what
 * lies around a page with it (mm/memory.c, fault_around_bytes).
 */
final class FirstCode {
  private static final long AROUND = 64 * 1024;

  private FirstCode() {}

  static List<StarterPlan.Range> of(List<Long> constructors) {
    return constructors.stream()
        .map(address -> address & -ImageLayout.PAGE)
        .sorted()
        .collect(
            java.util.stream.Collectors.toMap(
                page -> page & -AROUND, page -> page, (first, _) -> first, java.util.TreeMap::new))
        .values()
        .stream()
        .map(page -> new StarterPlan.Range(page, ImageLayout.PAGE))
        .toList();
  }
}
