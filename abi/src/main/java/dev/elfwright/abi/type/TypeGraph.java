package dev.elfwright.abi.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The graphs of all units as one, in which equal types become one. */
final class TypeGraph {
  private final List<UnitGraph> units;
  private final Type[] byShape;
  private final long largestAlignment;
  private final int[] shapes;
  private final int[] starts;
  private final int[] references;
  private int[] classes = new int[0];
  private int[] firstOfClass = new int[0];

  TypeGraph(List<UnitGraph> units, Type[] byShape, long largestAlignment) {
    this.units = units;
    this.byShape = byShape;
    this.largestAlignment = largestAlignment;
    this.shapes = units.stream().flatMapToInt(u -> Arrays.stream(u.shapes())).toArray();
    this.starts = new int[shapes.length + 1];
    this.references =
        new int
            [units.stream()
                .flatMap(u -> Arrays.stream(u.references()))
                .mapToInt(r -> r.length)
                .sum()];
    join();
  }

  private void join() {
    int node = 0;
    int at = 0;
    for (UnitGraph unit : units) {
      int first = node;
      for (int[] own : unit.references()) {
        starts[node++] = at;
        for (int reference : own) {
          references[at++] = first + reference;
        }
      }
    }
    starts[node] = at;
  }

  /** The types that the wanted ones lead to; empty when it would take too long. */
  Optional<TypeReader.Found> minimal() {
    completeDeclarations();
    classes = new Minimization(shapes, starts, references).classes();
    if (classes.length != shapes.length) {
      return Optional.empty();
    }
    firstOfClass = firstOfClass(classes);
    Map<Integer, Integer> byKey = roots();
    int[] reached = reached(byKey);
    int[] numbers = new int[shapes.length];
    for (int i = 0; i < reached.length; i++) {
      numbers[reached[i]] = i + 1;
    }
    TypeTable unordered = table(reached, numbers);
    int[] order =
        IntStream.rangeClosed(1, reached.length)
            .boxed()
            .sorted(Comparator.comparing(unordered::spell))
            .mapToInt(i -> reached[i - 1])
            .toArray();
    for (int i = 0; i < order.length; i++) {
      numbers[order[i]] = i + 1;
    }
    byKey.replaceAll((_, c) -> numbers[firstOfClass[c]]);
    return Optional.of(new TypeReader.Found(table(order, numbers), byKey, alignments()));
  }

  /**
   * Lets references to a type that is only declared lead to its definition, where all definitions
   * of the name look alike.
   */
  private void completeDeclarations() {
    Map<Type.Opaque, Integer> definitions = new HashMap<>();
    for (int shape = 0; shape < byShape.length; shape++) {
      Type type = byShape[shape];
      if (!(type instanceof Type.Opaque) && type.declaration().isPresent()) {
        definitions.merge(type.declaration().get(), shape, (_, _) -> NONE);
      }
    }
    int[] firstNode = new int[byShape.length];
    Arrays.fill(firstNode, NONE);
    for (int node = shapes.length - 1; node >= 0; node--) {
      firstNode[shapes[node]] = node;
    }
    for (int i = 0; i < references.length; i++) {
      if (byShape[shapes[references[i]]] instanceof Type.Opaque o) {
        int shape = definitions.getOrDefault(o, NONE);
        if (shape != NONE) {
          references[i] = firstNode[shape];
        }
      }
    }
  }

  private static final int NONE = -1;

  /** The classes of the wanted ones; a name says more than an address that several share. */
  private Map<Integer, Integer> roots() {
    Map<Integer, Integer> byKey = new HashMap<>();
    Map<Integer, Integer> byPlace = new HashMap<>();
    int first = 0;
    for (UnitGraph unit : units) {
      int base = first;
      unit.named().forEach((key, node) -> byKey.putIfAbsent(key, classes[base + node]));
      unit.placed().forEach((key, node) -> byPlace.putIfAbsent(key, classes[base + node]));
      first += unit.shapes().length;
    }
    byPlace.forEach(byKey::putIfAbsent);
    return byKey;
  }

  private Map<Integer, Long> alignments() {
    Map<Integer, Long> all = new HashMap<>();
    units.forEach(u -> u.alignments().forEach((key, a) -> all.merge(key, a, Math::max)));
    return all;
  }

  /** First nodes of all classes that the roots lead to, void left out, in the nodes' order. */
  private int[] reached(Map<Integer, Integer> byKey) {
    boolean[] seen = new boolean[firstOfClass.length];
    List<Integer> waiting = new ArrayList<>();
    for (int root : byKey.values()) {
      if (!seen[root]) {
        seen[root] = true;
        waiting.add(root);
      }
    }
    while (!waiting.isEmpty()) {
      int node = firstOfClass[waiting.removeLast()];
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        int next = classes[references[i]];
        if (!seen[next]) {
          seen[next] = true;
          waiting.add(next);
        }
      }
    }
    return IntStream.range(0, seen.length)
        .filter(c -> seen[c])
        .map(c -> firstOfClass[c])
        .filter(n -> !(byShape[shapes[n]] instanceof Type.Nothing))
        .toArray();
  }

  private static int[] firstOfClass(int[] classes) {
    int[] first = new int[Arrays.stream(classes).max().orElse(-1) + 1];
    for (int node = classes.length - 1; node >= 0; node--) {
      first[classes[node]] = node;
    }
    return first;
  }

  /** Numbers are kept at the first node of a class; void has none there, and is 0. */
  private TypeTable table(int[] nodes, int[] numbers) {
    List<Type> types = new ArrayList<>(nodes.length + 1);
    types.add(new Type.Nothing());
    for (int node : nodes) {
      int[] at = {starts[node]};
      types.add(
          byShape[shapes[node]].renumbered(
              _ -> numbers[firstOfClass[classes[references[at[0]++]]]]));
    }
    return new TypeTable(types, largestAlignment);
  }
}
