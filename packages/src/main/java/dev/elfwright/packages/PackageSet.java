package dev.elfwright.packages;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Packages that can be installed, and which of them serve whom (Debian Policy 7; for architectures
 * the multi-arch specification and dpkg's archsatisfied).
 */
public final class PackageSet {
  private static final List<String> PRIORITIES =
      List.of("required", "important", "standard", "optional");

  private final String nativeArchitecture;
  private final Map<String, List<Package>> byName = new HashMap<>();
  private final Map<String, List<Package>> byProvided = new HashMap<>();
  private final List<Package> all;

  /**
   * A set of packages; of several versions of one the latest counts.
   *
   * @param nativeArchitecture that of dpkg, which packages for all count as
   */
  public PackageSet(String nativeArchitecture, Collection<Package> packages) {
    this.nativeArchitecture = nativeArchitecture;
    Map<String, Package> latest = new HashMap<>();
    for (Package p : packages) {
      latest.merge(p.toString(), p, (a, b) -> a.version().compareTo(b.version()) >= 0 ? a : b);
    }
    this.all = latest.values().stream().sorted(Comparator.comparing(Package::toString)).toList();
    for (Package p : all) {
      byName.computeIfAbsent(p.name(), n -> new ArrayList<>()).add(p);
      for (Relation provided : p.provides()) {
        byProvided.computeIfAbsent(provided.name(), n -> new ArrayList<>()).add(p);
      }
    }
    byProvided.values().forEach(list -> list.sort(Comparator.comparing(PackageSet::priority)));
  }

  private static int priority(Package p) {
    int rank = PRIORITIES.indexOf(p.priority());
    return rank < 0 ? PRIORITIES.size() : rank;
  }

  /** All of them, by name. */
  public List<Package> packages() {
    return all;
  }

  /** The package of a name and an architecture, or the one for all. */
  public Optional<Package> find(String name, String architecture) {
    List<Package> named = byName.getOrDefault(name, List.of());
    return named.stream()
        .filter(p -> p.architecture().equals(architecture))
        .findFirst()
        .or(() -> named.stream().filter(Package::isForAll).findFirst());
  }

  /** Packages that satisfy a relation of a dependent: those of that name, then those providing. */
  public List<Package> providers(Relation relation, Package dependent) {
    SequencedSet<Package> found = new LinkedHashSet<>();
    for (Package p : byName.getOrDefault(relation.name(), List.of())) {
      if (relation.accepts(p.version()) && servesArchitecture(p, relation, dependent)) {
        found.add(p);
      }
    }
    for (Package p : byProvided.getOrDefault(relation.name(), List.of())) {
      if (provides(p, relation) && servesArchitecture(p, relation, dependent)) {
        found.add(p);
      }
    }
    return List.copyOf(found);
  }

  /** Policy 7.5: a versioned relation is served only by a package that provides a version. */
  private static boolean provides(Package p, Relation relation) {
    return p.provides().stream()
        .filter(provided -> provided.name().equals(relation.name()))
        .anyMatch(provided -> {
          Version version = provided.version();
          return relation.operator() == null || (version != null && relation.accepts(version));
        });
  }

  private boolean servesArchitecture(Package p, Relation relation, Package dependent) {
    if (relation.qualifier().isEmpty() && p.multiArch() == MultiArch.FOREIGN) {
      return true;
    }
    if (relation.qualifier().equals("any")) {
      return p.multiArch() == MultiArch.ALLOWED;
    }
    String wanted =
        switch (relation.qualifier()) {
          case "" -> dependent.architecture();
          case "native" -> nativeArchitecture;
          default -> relation.qualifier();
        };
    return concrete(wanted).equals(concrete(p.architecture()));
  }

  private String concrete(String architecture) {
    return architecture.equals(Package.ALL) ? nativeArchitecture : architecture;
  }

  /**
   * All that has to be installed for some packages to work. Of alternatives, one that is in it
   * already is taken, else the first that can be satisfied, as apt does; recommendations and
   * conflicts are not considered.
   */
  public Closure closure(Collection<Package> roots) {
    SequencedSet<Package> chosen = new LinkedHashSet<>(roots);
    List<Hole> holes = new ArrayList<>();
    Deque<Package> open = new ArrayDeque<>(chosen);
    while (!open.isEmpty()) {
      Package dependent = open.remove();
      for (Dependency dependency : dependent.needs()) {
        List<Package> candidates = candidates(dependency, dependent);
        if (candidates.isEmpty()) {
          holes.add(new Hole(dependent, dependency));
        } else if (candidates.stream().noneMatch(chosen::contains)) {
          chosen.add(candidates.getFirst());
          open.add(candidates.getFirst());
        }
      }
    }
    return new Closure(List.copyOf(chosen), List.copyOf(holes));
  }

  /** Packages that satisfy a dependency, by any of its alternatives, the preferred first. */
  public List<Package> candidates(Dependency dependency, Package dependent) {
    List<Package> found = new ArrayList<>();
    for (Relation relation : dependency.alternatives()) {
      found.addAll(providers(relation, dependent));
    }
    return found;
  }

  /**
   * A closure.
   *
   * @param packages the packages asked about and all they need
   * @param holes what nothing satisfies
   */
  public record Closure(List<Package> packages, List<Hole> holes) {}

  /** A dependency of a package that nothing in the set satisfies. */
  public record Hole(Package dependent, Dependency dependency) {
    /** Both, as words. */
    @Override
    public String toString() {
      return dependent + " needs " + dependency;
    }
  }
}
