package dev.elfwright.fat.audit;

import dev.elfwright.packages.PackageSet;
import dev.elfwright.packages.PackageSource;
import java.util.List;
import java.util.Optional;

/**
 * What an audit is given for one architecture.
 *
 * @param architecture Debian's name
 * @param sources packages, archives or folders
 * @param universe all packages of the distribution, in which dependencies are looked up; if there
 *     is none, the sources have to satisfy each other's
 */
public record Side(
    String architecture, List<PackageSource> sources, Optional<PackageSet> universe) {
  /** Copies the list. */
  public Side {
    sources = List.copyOf(sources);
  }
}
