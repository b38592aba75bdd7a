package dev.elfwright.rseq.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The numbers that CPUs can have while the system runs, and the memory nodes they belong to.
 *
 * <p>Numbers may have holes, and CPUs may come and go; but none ever gets a number above the
 * highest possible one, so that is how large tables are.
 */
public final class Cpus {
  /** More than Linux can be built for; a list that says more is wrong. */
  private static final int MOST = 1 << 16;

  private static final String CPUS = "/sys/devices/system/cpu/";
  private static final String NODES = "/sys/devices/system/node/";

  private final int count;
  private final List<BitSet> nodes;

  private Cpus(int count, List<BitSet> nodes) {
    this.count = count;
    this.nodes = nodes;
  }

  /** Those of this machine. */
  public static Cpus ofMachine() {
    int count =
        Native.kernelFile(CPUS + "possible")
            .flatMap(Cpus::parse)
            .map(BitSet::length)
            .filter(n -> n > 0)
            // Containers that hide /sys: what there is now, and the sections check the bound.
            .orElseGet(() -> Runtime.getRuntime().availableProcessors());
    List<BitSet> nodes = new ArrayList<>();
    int last =
        Native.kernelFile(NODES + "online").flatMap(Cpus::parse).map(BitSet::length).orElse(0);
    for (int n = 0; n < last; n++) {
      nodes.add(
          Native.kernelFile(NODES + "node" + n + "/cpulist")
              .flatMap(Cpus::parse)
              .orElseGet(BitSet::new));
    }
    return new Cpus(count, nodes);
  }

  /** One more than the highest number that a CPU can have. */
  public int count() {
    return count;
  }

  /** How many memory nodes there are, 0 when the kernel does not say. */
  public int nodes() {
    return nodes.size();
  }

  /** The node of a CPU, where there are several. */
  public Optional<Integer> node(int cpu) {
    for (int n = 0; n < nodes.size() && nodes.size() > 1; n++) {
      if (nodes.get(n).get(cpu)) {
        return Optional.of(n);
      }
    }
    return Optional.empty();
  }

  /** A list as the kernel prints it: {@code 0-3,8}. Empty when it is not one. */
  static Optional<BitSet> parse(String list) {
    BitSet all = new BitSet();
    for (String range : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      String[] ends = range.split("-", 2);
      try {
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        if (first < 0 || last < first || last >= MOST) {
          return Optional.empty();
        }
        all.set(first, last + 1);
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    return Optional.of(all);
  }
}
