package dev.elfwright.fat.audit;

import dev.elfwright.packages.MultiArch;
import dev.elfwright.packages.Package;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A random share of a distribution's packages made fat, and which of them could then run the slice
 * of a foreign architecture on a machine that has all others thin.
 *
 * @param architecture the foreign one
 * @param share of the packages that hold something for an architecture, 0 to 1
 * @param seed of the draw; the same seed gives the same draw
 * @param packages how many hold something for an architecture
 * @param fat how many of them were drawn
 * @param alone how many of these have all they need in fat packages and packages for all
 *     architectures
 * @param beside the same, with thin packages of the foreign architecture that can be installed
 *     beside their like (Multi-Arch: same), and thin native ones that serve any (Multi-Arch:
 *     foreign)
 * @param missing what stops the others most often, the most frequent first, at most {@value #TOP}
 */
public record Draw(
    String architecture,
    double share,
    long seed,
    int packages,
    int fat,
    int alone,
    int beside,
    List<Missing> missing) {
  static final int TOP = 20;

  /**
   * A thin package that stops fat ones.
   *
   * @param name the package
   * @param stops how many fat packages need it
   */
  public record Missing(String name, int stops) {}

  /** Copies the list. */
  public Draw {
    missing = List.copyOf(missing);
  }

  static Draw of(DependencyGraph graph, String architecture, double share, long seed) {
    List<Integer> candidates = new ArrayList<>();
    for (int i = 0; i < graph.size(); i++) {
      if (!graph.get(i).isForAll()) {
        candidates.add(i);
      }
    }
    List<Integer> drawn = new ArrayList<>(candidates);
    Collections.shuffle(drawn, new Random(seed));
    BitSet fat = new BitSet();
    drawn.subList(0, (int) Math.round(share * drawn.size())).forEach(fat::set);
    int alone = 0;
    int beside = 0;
    Map<String, Integer> stops = new TreeMap<>();
    for (int i = fat.nextSetBit(0); i >= 0; i = fat.nextSetBit(i + 1)) {
      BitSet thin = graph.closure(i);
      boolean whole = thin.stream().allMatch(n -> graph.unsatisfied(n).isEmpty());
      thin.andNot(fat);
      List<Package> lacking =
          thin.stream().mapToObj(graph::get).filter(p -> !p.isForAll()).toList();
      List<Package> stopping = lacking.stream().filter(p -> !helpsThin(p)).toList();
      stopping.forEach(p -> stops.merge(p.name(), 1, Integer::sum));
      alone += whole && lacking.isEmpty() ? 1 : 0;
      beside += whole && stopping.isEmpty() ? 1 : 0;
    }
    return new Draw(
        architecture,
        share,
        seed,
        candidates.size(),
        fat.cardinality(),
        alone,
        beside,
        stops.entrySet().stream()
            .map(e -> new Missing(e.getKey(), e.getValue()))
            .sorted(Comparator.comparingInt(Missing::stops).reversed())
            .limit(TOP)
            .toList());
  }

  /** Whether a package need not be fat: its like can be there too, or the native one will do. */
  static boolean helpsThin(Package p) {
    return p.multiArch() == MultiArch.SAME || p.multiArch() == MultiArch.FOREIGN;
  }
}
