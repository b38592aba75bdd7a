package dev.elfwright.fat.audit;

import dev.elfwright.packages.Package;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** What the audited packages need, for one foreign architecture. */
final class Closures {
  private static final int FEW = 3;

  private final Tree tree;
  private final DependencyGraph graph;

  Closures(Tree tree) {
    this.tree = tree;
    this.graph = new DependencyGraph(tree.universe());
  }

  Draw draw(double share, long seed) {
    return Draw.of(graph, tree.architecture(), share, seed);
  }

  /** Needed packages that are neither audited nor can be beside their like. */
  List<Finding> holes() {
    List<Finding> findings = new ArrayList<>();
    for (Package p : tree.descriptions().values()) {
      OptionalInt number = graph.find(p.name());
      if (p.isForAll() || number.isEmpty()) {
        continue;
      }
      List<String> obstacles =
          obstacles(number.getAsInt()).stream()
              .filter(name -> !tree.packages().containsKey(name))
              .toList();
      if (!obstacles.isEmpty()) {
        findings.add(
            hole(
                p,
                "%s of %s has no place beside its like"
                    .formatted(listed(obstacles), tree.architecture())));
      }
      graph.unsatisfied(number.getAsInt()).stream()
          .map(d -> hole(p, "nothing satisfies " + d + " for " + tree.architecture()))
          .forEach(findings::add);
    }
    return findings;
  }

  private static Finding hole(Package p, String evidence) {
    return new Finding(Category.C1, p.name(), p.name(), evidence);
  }

  private static String listed(List<String> names) {
    int more = names.size() - 5;
    return more <= 0
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 5)) + " and " + more + " more";
  }

  /** What has to be fat too for a package's foreign slices to run. */
  private List<String> obstacles(int number) {
    BitSet closure = graph.closure(number);
    closure.clear(number);
    return closure.stream()
        .mapToObj(graph::get)
        .filter(p -> !p.isForAll() && !Draw.helpsThin(p))
        .map(Package::name)
        .toList();
  }

  /** Ranks packages that have binaries to be made fat. */
  List<Worth> worth(List<PathEntry> paths) {
    Map<String, List<PathEntry>> byPackage = new HashMap<>();
    Set<String> loaders = new HashSet<>();
    for (PathEntry path : paths) {
      if (path.pathClass() == PathClass.FAT) {
        byPackage.computeIfAbsent(path.packageName(), n -> new ArrayList<>()).add(path);
      } else if (path.pathClass() == PathClass.LOADER) {
        loaders.add(path.packageName());
      }
    }
    return byPackage.entrySet().stream()
        .map(e -> worth(e.getKey(), e.getValue(), loaders.contains(e.getKey())))
        .sorted(Worth.ORDER)
        .toList();
  }

  private Worth worth(String name, List<PathEntry> binaries, boolean holdsLoader) {
    OptionalInt number = graph.find(name);
    List<String> obstacles = number.isPresent() ? obstacles(number.getAsInt()) : List.of();
    int dependents = number.isPresent() ? graph.dependents(number.getAsInt()) : 0;
    long all = binaries.stream().mapToLong(PathEntry::bytes).sum();
    long first = binaries.stream().mapToLong(p -> p.sizes().getFirst()).sum();
    Worth.Verdict verdict =
        holdsLoader
            ? Worth.Verdict.LAST
            : obstacles.isEmpty()
                ? Worth.Verdict.NOW
                : obstacles.size() <= FEW ? Worth.Verdict.TOGETHER : Worth.Verdict.LATER;
    return new Worth(
        name,
        binaries.stream()
            .sorted(Comparator.comparingLong(PathEntry::bytes).reversed())
            .map(PathEntry::path)
            .toList(),
        first,
        all - first,
        dependents,
        obstacles,
        verdict,
        reason(verdict, obstacles));
  }

  private static String reason(Worth.Verdict verdict, List<String> obstacles) {
    return switch (verdict) {
      case NOW -> "all that it needs serves any architecture or lies beside its like";
      case TOGETHER, LATER -> "needs " + listed(obstacles) + " fat too";
      case LAST -> "comes with the loader, by which every program starts";
    };
  }
}
