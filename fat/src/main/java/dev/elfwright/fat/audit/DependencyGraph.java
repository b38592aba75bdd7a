package dev.elfwright.fat.audit;

import dev.elfwright.packages.Dependency;
import dev.elfwright.packages.Package;
import dev.elfwright.packages.PackageSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * All packages of an architecture by number, with what each needs. Of alternatives the first that
 * can be satisfied counts, so that a closure is a walk over numbers.
 */
final class DependencyGraph {
  private final List<Package> packages;
  private final int[][] needs;
  private final int[][] neededBy;
  private final List<List<Dependency>> unsatisfied = new ArrayList<>();
  private final Map<String, Integer> byName = new HashMap<>();

  DependencyGraph(PackageSet set) {
    this.packages = set.packages();
    Map<Package, Integer> numbers = new IdentityHashMap<>();
    for (int i = 0; i < packages.size(); i++) {
      numbers.put(packages.get(i), i);
      byName.putIfAbsent(packages.get(i).name(), i);
    }
    this.needs = new int[packages.size()][];
    for (int i = 0; i < needs.length; i++) {
      Package dependent = packages.get(i);
      BitSet found = new BitSet();
      List<Dependency> holes = new ArrayList<>();
      for (Dependency dependency : dependent.needs()) {
        List<Package> candidates = set.candidates(dependency, dependent);
        if (candidates.isEmpty()) {
          holes.add(dependency);
        } else {
          found.set(numbers.getOrDefault(candidates.getFirst(), i));
        }
      }
      needs[i] = found.stream().toArray();
      unsatisfied.add(holes);
    }
    this.neededBy = reversed(needs);
  }

  int size() {
    return packages.size();
  }

  Package get(int number) {
    return packages.get(number);
  }

  OptionalInt find(String name) {
    Integer number = byName.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** What nothing satisfies of what a package needs itself. */
  List<Dependency> unsatisfied(int number) {
    return unsatisfied.get(number);
  }

  /** A package and all it needs. */
  BitSet closure(int root) {
    return reach(root, needs);
  }

  /** How many packages need another one, itself not counted. */
  int dependents(int number) {
    return reach(number, neededBy).cardinality() - 1;
  }

  private static int[][] reversed(int[][] edges) {
    int[] counts = new int[edges.length];
    for (int[] targets : edges) {
      for (int target : targets) {
        counts[target]++;
      }
    }
    int[][] back = new int[edges.length][];
    for (int i = 0; i < back.length; i++) {
      back[i] = new int[counts[i]];
    }
    for (int i = 0; i < edges.length; i++) {
      for (int target : edges[i]) {
        back[target][--counts[target]] = i;
      }
    }
    return back;
  }

  private static BitSet reach(int root, int[][] edges) {
    BitSet seen = new BitSet();
    int[] stack = new int[edges.length];
    int top = 0;
    stack[top++] = root;
    seen.set(root);
    while (top > 0) {
      for (int next : edges[stack[--top]]) {
        if (!seen.get(next)) {
          seen.set(next);
          stack[top++] = next;
        }
      }
    }
    return seen;
  }
}
