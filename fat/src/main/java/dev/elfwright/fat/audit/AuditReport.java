package dev.elfwright.fat.audit;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an audit has found.
 *
 * @param architectures Debian's names, in the order that sizes are told in
 * @param packages names of what was read
 * @param paths all paths that are no folders, by name
 * @param findings by category, then path
 * @param sizes what one tree takes
 * @param draws random shares, one for each architecture but the first
 * @param worth packages that have binaries to be made fat, the most worthwhile first
 */
public record AuditReport(
    List<String> architectures,
    List<String> packages,
    List<PathEntry> paths,
    List<Finding> findings,
    Sizes sizes,
    List<Draw> draws,
    List<Worth> worth) {

  /** Copies the lists. */
  public AuditReport {
    architectures = List.copyOf(architectures);
    packages = List.copyOf(packages);
    paths = List.copyOf(paths);
    findings = List.copyOf(findings);
    draws = List.copyOf(draws);
    worth = List.copyOf(worth);
  }

  /** How many paths there are of each class. */
  public Map<PathClass, Integer> classes() {
    Map<PathClass, Integer> counts = new EnumMap<>(PathClass.class);
    for (PathClass c : PathClass.values()) {
      counts.put(c, 0);
    }
    paths.forEach(p -> counts.merge(p.pathClass(), 1, Integer::sum));
    return counts;
  }

  /** How many findings there are of each category. */
  public Map<Category, Integer> categories() {
    Map<Category, Integer> counts = new EnumMap<>(Category.class);
    for (Category c : Category.values()) {
      counts.put(c, 0);
    }
    findings.forEach(f -> counts.merge(f.category(), 1, Integer::sum));
    return counts;
  }

  /** Findings of one category. */
  public List<Finding> of(Category category) {
    return findings.stream().filter(f -> f.category() == category).toList();
  }

  /** Whether there is something that somebody has to decide. */
  public boolean needsDecision() {
    return findings.stream().anyMatch(f -> f.category().needsDecision());
  }
}
