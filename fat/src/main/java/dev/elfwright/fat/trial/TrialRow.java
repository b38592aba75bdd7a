package dev.elfwright.fat.trial;

import java.util.List;

/**
 * How the commands of a root behaved in one setting.
 *
 * @param setting what ran fat files: nothing, the launcher, or a view
 * @param equal how many behaved as in the thin root: same exit code, same output
 * @param commands how many were run
 * @param causes why the others did not, the most frequent first
 * @param different the paths of those that did not
 */
public record TrialRow(
    String setting, int equal, int commands, List<Cause> causes, List<String> different) {
  /**
   * Why commands behaved differently, as far as they say so.
   *
   * @param what the reason in words
   * @param commands how many gave it
   */
  public record Cause(String what, int commands) {}

  /** Keeps copies. */
  public TrialRow {
    causes = List.copyOf(causes);
    different = List.copyOf(different);
  }
}
