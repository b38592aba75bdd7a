package dev.elfwright.elf.size;

import dev.elfwright.elf.size.SizeNode.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What became of the size of a part, and of what it consists of. Parts are matched by kind and
 * name; those of the same name count together, so that everything adds up.
 *
 * @param name the name, in the new file where both have one
 * @param kind what it is
 * @param before bytes in the old file, 0 when it was not there
 * @param after bytes in the new file, 0 when it is gone
 * @param parts what changed most first; empty when neither has parts
 */
public record SizeChange(String name, Kind kind, long before, long after, List<SizeChange> parts) {
  /** Copies the list, and checks both sums. */
  public SizeChange {
    parts = List.copyOf(parts);
    if (!parts.isEmpty() && sum(parts, SizeChange::growth) != after - before) {
      throw new IllegalArgumentException(name + ": the growth of its parts does not add up");
    }
  }

  /** Bytes that the part has more than before. */
  public long growth() {
    return after - before;
  }

  /** Compares two files or folders. */
  public static SizeChange between(SizeNode before, SizeNode after) {
    return change(after.name(), after.kind(), List.of(before), List.of(after));
  }

  private static SizeChange change(
      String name, Kind kind, List<SizeNode> before, List<SizeNode> after) {
    boolean divided =
        Stream.concat(before.stream(), after.stream()).anyMatch(n -> !n.parts().isEmpty());
    Map<String, List<SizeNode>> old = partsByName(before, divided);
    Map<String, List<SizeNode>> now = partsByName(after, divided);
    List<SizeChange> parts = new ArrayList<>();
    old.forEach((key, nodes) -> parts.add(part(nodes, now.getOrDefault(key, List.of()))));
    now.forEach((key, nodes) -> {
      if (!old.containsKey(key)) {
        parts.add(part(List.of(), nodes));
      }
    });
    parts.sort(Comparator.comparingLong((SizeChange c) -> Math.abs(c.growth())).reversed());
    return new SizeChange(
        name, kind, sum(before, SizeNode::bytes), sum(after, SizeNode::bytes), parts);
  }

  private static SizeChange part(List<SizeNode> before, List<SizeNode> after) {
    SizeNode one = after.isEmpty() ? before.getFirst() : after.getFirst();
    return change(one.name(), one.kind(), before, after);
  }

  /** What has no parts is, where another one has some, a part without name itself. */
  private static Map<String, List<SizeNode>> partsByName(List<SizeNode> nodes, boolean divided) {
    Map<String, List<SizeNode>> found = new LinkedHashMap<>();
    for (SizeNode node : nodes) {
      List<SizeNode> parts =
          divided && node.parts().isEmpty()
              ? List.of(new SizeNode("undivided", Kind.GAP, node.bytes(), List.of()))
              : node.parts();
      for (SizeNode part : parts) {
        found.computeIfAbsent(part.kind() + part.name(), key -> new ArrayList<>()).add(part);
      }
    }
    return found;
  }

  private static <T> long sum(List<T> of, ToLongFunction<T> bytes) {
    return of.stream().mapToLong(bytes).sum();
  }
}
