package dev.elfwright.fat.trial;

import java.util.List;

/**
 * How the commands of a root behaved in one setting.
 *
 * @param setting what ran fat files: nothing, the launcher, or a view
 * @param equal how many behaved as in the thin root: same exit code, same output
 * @param commands how many were run
 * @param different the paths of those that did not, the first of them
 */
public record TrialRow(String setting, int equal, int commands, List<String> different) {
  /** Keeps a copy. */
  public TrialRow {
    different = List.copyOf(different);
  }
}
