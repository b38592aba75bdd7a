package dev.elfwright.fat.audit;

import java.util.List;

/**
 * A path with what is there for each architecture.
 *
 * @param path as the first architecture has it
 * @param packageName the package that brings it there
 * @param pathClass what becomes of it
 * @param sizes bytes for each architecture, in the order of the audit; 0 where it is not there
 */
public record PathEntry(String path, String packageName, PathClass pathClass, List<Long> sizes) {
  /** Copies the list. */
  public PathEntry {
    sizes = List.copyOf(sizes);
  }

  /** Bytes for all architectures. */
  public long bytes() {
    return sizes.stream().mapToLong(Long::longValue).sum();
  }
}
