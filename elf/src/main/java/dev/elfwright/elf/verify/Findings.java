package dev.elfwright.elf.verify;

import java.util.List;
import java.util.Set;

/**
 * What was found in one file, in the order of {@link Rule}.
 *
 * @param file the file's name as the user knows it
 * @param list the findings; of one rule at most {@link #MOST}
 * @param omitted how many more there were of rules that have {@link #MOST}
 */
public record Findings(String file, List<Finding> list, long omitted) {
  /** A table that is wrong throughout would only repeat itself. */
  public static final int MOST = 20;

  /** The same without notes. */
  public Findings withoutNotes() {
    return new Findings(
        file, list.stream().filter(f -> f.severity() != Severity.NOTE).toList(), omitted);
  }

  /** The same without what these rules found. */
  public Findings without(Set<Rule> rules) {
    return new Findings(
        file, list.stream().filter(f -> !rules.contains(f.rule())).toList(), omitted);
  }

  /** Whether no rule of this severity was broken. */
  public boolean hasNo(Severity severity) {
    return list.stream().noneMatch(f -> f.severity() == severity);
  }
}
