package dev.elfwright.link.graph;

import dev.elfwright.elf.constant.DynamicTag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The order of constructors: glibc 2.35 and later walk the objects from the last to the first, each
 * depth first through its DT_NEEDED entries, and leave an object when all that it needs is left
 * (elf/dl-sort-maps.c, _dl_sort_maps_dfs). The program is never entered through another object. The
 * order in which objects are left is the order of constructors (elf/dl-init.c runs the sorted list
 * from its end).
 *
 * <p>The walk keeps its own stack: a chain of libraries may be longer than a thread's.
 */
final class InitOrder {
  private InitOrder() {}

  /** The loader's order: what is needed first, then what needs it. */
  static List<LoadedObject> sorted(LoadedObject program, List<LoadedObject> objects) {
    List<LoadedObject> order = new ArrayList<>(objects.size());
    Set<LoadedObject> visited = new HashSet<>();
    List<LoadedObject> programFirst = new ArrayList<>(objects);
    programFirst.remove(program);
    programFirst.addFirst(program);
    visited.add(program);
    for (LoadedObject start : programFirst.reversed()) {
      if (visited.add(start)) {
        walk(start, LoadedObject::needed, visited, order);
      }
    }
    order.add(program);
    return List.copyOf(order);
  }

  /**
   * The order for a dlopen, what is needed first. The object that is opened counts as one that
   * needs nothing, for its own list is made only afterwards; so a circle of needs may put it before
   * what it needs.
   */
  static List<LoadedObject> ofOpening(List<LoadedObject> searchList) {
    LoadedObject root = searchList.getFirst();
    return backwards(searchList, o -> o == root ? List.of() : o.needed());
  }

  /**
   * The order of objects that are all loaded. When something was bound to beyond what is needed, a
   * second walk puts right what that has put before its own needs.
   */
  static List<LoadedObject> ofUnloading(Unloading unloading) {
    List<LoadedObject> order =
        backwards(
            unloading.objects(),
            o ->
                Stream.concat(unloading.list(o).stream(), unloading.bound(o).reversed().stream())
                    .toList());
    boolean isBound = unloading.objects().stream().anyMatch(o -> !unloading.bound(o).isEmpty());
    return isBound ? backwards(order.reversed(), unloading::list) : order;
  }

  private static List<LoadedObject> backwards(
      List<LoadedObject> objects, Function<LoadedObject, List<LoadedObject>> needs) {
    List<LoadedObject> order = new ArrayList<>(objects.size());
    Set<LoadedObject> visited = new HashSet<>();
    for (LoadedObject start : objects.reversed()) {
      if (visited.add(start)) {
        walk(start, needs, visited, order);
      }
    }
    return order;
  }

  private record Visit(LoadedObject object, Iterator<LoadedObject> rest) {}

  private static void walk(
      LoadedObject start,
      Function<LoadedObject, List<LoadedObject>> needs,
      Set<LoadedObject> visited,
      List<LoadedObject> left) {
    Deque<Visit> stack = new ArrayDeque<>();
    stack.push(new Visit(start, needs.apply(start).iterator()));
    while (!stack.isEmpty()) {
      Visit top = stack.peek();
      if (!top.rest().hasNext()) {
        left.add(stack.pop().object());
      } else {
        LoadedObject next = top.rest().next();
        if (visited.add(next)) {
          stack.push(new Visit(next, needs.apply(next).iterator()));
        }
      }
    }
  }

  /** The order with DF_1_INITFIRST: the last object loaded that has the flag goes before all. */
  static List<LoadedObject> withFirst(
      List<LoadedObject> sorted, LoadedObject program, List<LoadedObject> objects) {
    for (LoadedObject candidate : objects.reversed()) {
      if (candidate != program && (candidate.dynamic().flags1() & DynamicTag.DF_1_INITFIRST) != 0) {
        List<LoadedObject> order = new ArrayList<>(sorted);
        order.remove(candidate);
        order.addFirst(candidate);
        return List.copyOf(order);
      }
    }
    return sorted;
  }
}
