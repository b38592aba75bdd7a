package dev.elfwright.link.measure;

/**
 * Memory of a process just before it exits, from {@code /proc/PID/smaps_rollup}.
 *
 * @param residentBytes pages it has in memory, shared ones too
 * @param privateDirtyBytes pages it has written and shares with nobody
 */
public record MemoryUse(long residentBytes, long privateDirtyBytes) {

  static MemoryUse parse(String rollup) {
    return new MemoryUse(kilobytes(rollup, "Rss:"), kilobytes(rollup, "Private_Dirty:"));
  }

  private static long kilobytes(String rollup, String field) {
    return rollup
        .lines()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}
