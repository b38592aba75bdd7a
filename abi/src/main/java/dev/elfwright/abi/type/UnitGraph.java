package dev.elfwright.abi.type;

import dev.elfwright.dwarf.Entry;
import dev.elfwright.dwarf.Unit;
import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Language;
import dev.elfwright.dwarf.constant.Tag;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The types that the wanted entries of one unit lead to, as a graph: of each node its shape, and
 * the nodes it refers to.
 *
 * @param shapes a number for each node, equal for types that differ in nothing but their references
 * @param references of each node, by numbers of nodes here
 * @param named the nodes of the types of what was wanted, by key
 * @param placed the same for second names
 * @param alignments what the source asks for of wanted variables, in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // made once and read once, never compared
record UnitGraph(
    int[] shapes,
    int[][] references,
    Map<Integer, Integer> named,
    Map<Integer, Integer> placed,
    Map<Integer, Long> alignments) {

  /**
   * Reads the graph of a unit.
   *
   * @param shapeOf a number for each shape
   */
  static UnitGraph read(Unit unit, ByteOrder order, Roots roots, ToIntFunction<Type> shapeOf) {
    long size = unit.header().end() - unit.header().offset();
    Reading reading = new Reading(new UnitTypes(order, size), roots);
    unit.root().filter(UnitGraph::hasTypes).ifPresent(reading::addDefinitions);
    return reading.graph(shapeOf);
  }

  /** Assemblers name functions and know no types. */
  private static boolean hasTypes(Entry root) {
    return root.number(At.LANGUAGE).filter(l -> l == Language.MIPS_ASSEMBLER).isEmpty();
  }

  private static final class Reading {
    private final UnitTypes types;
    private final Roots roots;
    private final Map<Integer, Integer> named = new HashMap<>();
    private final Map<Integer, Integer> placed = new HashMap<>();
    private final Map<Integer, Long> alignments = new HashMap<>();
    private final List<UnitTypes.Node> functions = new ArrayList<>();

    Reading(UnitTypes types, Roots roots) {
      this.types = types;
      this.roots = roots;
    }

    /** What stands directly in the unit or in a namespace can be seen from other units. */
    void addDefinitions(Entry outer) {
      List<Entry> waiting = new ArrayList<>(List.of(outer));
      while (!waiting.isEmpty()) {
        for (Entry e : waiting.removeLast().children()) {
          switch (e.tag()) {
            case Tag.NAMESPACE -> waiting.add(e);
            case Tag.SUBPROGRAM, Tag.VARIABLE -> add(e);
            default -> {}
          }
        }
      }
    }

    private void add(Entry e) {
      if (e.flag(At.DECLARATION)) {
        return;
      }
      int[] byName = roots.named(e).toArray();
      int[] byPlace = roots.placed(e).toArray();
      if (byName.length + byPlace.length == 0) {
        return;
      }
      int type;
      if (e.tag() == Tag.SUBPROGRAM) {
        functions.add(types.functionNode(e));
        type = -functions.size();
      } else {
        type = types.number(e.origin(At.TYPE).orElse(e));
      }
      e.origin(At.ALIGNMENT)
          .flatMap(o -> o.number(At.ALIGNMENT))
          .ifPresent(alignment -> {
            for (int key : byName) {
              alignments.put(key, alignment);
            }
          });
      for (int key : byName) {
        named.putIfAbsent(key, type);
      }
      for (int key : byPlace) {
        placed.putIfAbsent(key, type);
      }
    }

    UnitGraph graph(ToIntFunction<Type> shapeOf) {
      List<UnitTypes.Node> all = new ArrayList<>(types.read());
      int firstFunction = all.size();
      all.addAll(functions);
      // Until the last type was read, nobody knew where the functions would stand.
      named.replaceAll((_, t) -> t < 0 ? firstFunction - t - 1 : t);
      placed.replaceAll((_, t) -> t < 0 ? firstFunction - t - 1 : t);
      int[] shapes = new int[all.size()];
      int[][] references = new int[all.size()][];
      for (int i = 0; i < shapes.length; i++) {
        shapes[i] = shapeOf.applyAsInt(all.get(i).shape());
        references[i] = all.get(i).references();
      }
      return new UnitGraph(shapes, references, named, placed, alignments);
    }
  }
}
