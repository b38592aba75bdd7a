package dev.elfwright.packages;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a package needs: one of some packages.
 *
 * @param alternatives at least one, the preferred first
 */
public record Dependency(List<Relation> alternatives) {
  /** Copies the list. */
  public Dependency {
    alternatives = List.copyOf(alternatives);
  }

  /** As it is written in a control file. */
  @Override
  public String toString() {
    return alternatives.stream().map(Relation::toString).collect(Collectors.joining(" | "));
  }
}
