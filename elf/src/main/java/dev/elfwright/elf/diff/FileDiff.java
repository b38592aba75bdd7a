package dev.elfwright.elf.diff;

import java.util.List;

/**
 * What differs between two files.
 *
 * @param before the old file
 * @param after the new file
 * @param changes empty when both mean the same
 */
public record FileDiff(String before, String after, List<Change> changes) {
  /** Copies the list. */
  public FileDiff {
    changes = List.copyOf(changes);
  }
}
