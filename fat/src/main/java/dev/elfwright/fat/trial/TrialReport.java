package dev.elfwright.fat.trial;

import java.util.List;

/**
 * What a trial found.
 *
 * @param packages how many packages have ELF files
 * @param drawn the names of those that were made fat
 * @param fatFiles how many fat files the converted root has
 * @param unsteady how many commands print something else each time; of them codes are compared
 * @param rows one for each setting
 */
public record TrialReport(
    int packages, List<String> drawn, long fatFiles, int unsteady, List<TrialRow> rows) {
  /** Keeps copies. */
  public TrialReport {
    drawn = List.copyOf(drawn);
    rows = List.copyOf(rows);
  }
}
