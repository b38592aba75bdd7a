package dev.elfwright.link.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * How glibc sorts objects by what they need (elf/dl-sort-maps.c). A statically linked program sorts
 * what it opens by {@link #ORIGINAL} in every release since 2.32.
 */
public enum DependencySort {
  /**
   * Before glibc 2.32: of what is opened, only objects that were not there before are sorted, and
   * the one that was asked for with them, which matters when something needs it.
   */
  ORIGINAL_WITH_ROOT {
    @Override
    public List<LoadedObject> ofStart(LoadGraph graph) {
      return ORIGINAL.ofStart(graph);
    }

    @Override
    public List<LoadedObject> ofOpening(Opening opening) {
      // The loader keeps for what is opened a list of all that it leads to, itself included.
      LoadedObject root = opening.searchList().getFirst();
      return original(
          opening.added(), _ -> true, (user, o) -> user == root || user.needed().contains(o));
    }

    @Override
    List<LoadedObject> listOf(Opening opening) {
      return ORIGINAL.listOf(opening);
    }

    @Override
    public List<LoadedObject> ofUnloading(Unloading unloading) {
      return ORIGINAL.ofUnloading(unloading);
    }
  },
  /** Until glibc 2.34, and since 2.35 with the tunable {@code glibc.rtld.dynamic_sort=1}. */
  ORIGINAL {
    @Override
    public List<LoadedObject> ofStart(LoadGraph graph) {
      return withoutRoot(graph.program(), graph.objects());
    }

    @Override
    public List<LoadedObject> ofOpening(Opening opening) {
      return withoutRoot(opening.searchList().getFirst(), opening.searchList());
    }

    private List<LoadedObject> withoutRoot(LoadedObject root, List<LoadedObject> objects) {
      List<LoadedObject> others = new ArrayList<>(objects);
      others.remove(root);
      List<LoadedObject> order =
          original(others, _ -> true, (user, o) -> user.needed().contains(o));
      order.addLast(root);
      return order;
    }

    @Override
    public List<LoadedObject> ofUnloading(Unloading unloading) {
      return original(
          unloading.objects(),
          unloading.gone()::contains,
          (user, o) ->
              unloading.list(user).contains(o)
                  || unloading.bound(user).contains(o) && !unloading.list(o).contains(user));
    }
  },
  /** glibc 2.35 and 2.36 as they were released: depth first. */
  DEPTH_FIRST {
    @Override
    public List<LoadedObject> ofStart(LoadGraph graph) {
      return graph.relocationOrder();
    }

    @Override
    public List<LoadedObject> ofOpening(Opening opening) {
      return InitOrder.ofOpening(opening.searchList());
    }

    @Override
    public List<LoadedObject> ofUnloading(Unloading unloading) {
      return InitOrder.ofUnloading(unloading);
    }
  },
  /**
   * Since glibc 2.37, and in updates of 2.35 and 2.36: the same, but what is opened comes last
   * whatever needs it.
   */
  DEPTH_FIRST_ROOT_LAST {
    @Override
    public List<LoadedObject> ofStart(LoadGraph graph) {
      return graph.relocationOrder();
    }

    @Override
    public List<LoadedObject> ofOpening(Opening opening) {
      List<LoadedObject> order = InitOrder.ofOpening(opening.searchList());
      LoadedObject root = opening.searchList().getFirst();
      order.remove(root);
      order.addLast(root);
      return order;
    }

    @Override
    public List<LoadedObject> ofUnloading(Unloading unloading) {
      return InitOrder.ofUnloading(unloading);
    }
  };

  /** The objects of a start in the order in which they are relocated: what is needed first. */
  public abstract List<LoadedObject> ofStart(LoadGraph graph);

  /**
   * The objects of a dlopen in the order in which they are relocated: what is needed first. It may
   * have objects that were there before, which are skipped.
   */
  public abstract List<LoadedObject> ofOpening(Opening opening);

  /**
   * What the loader keeps as the list of an object that is opened: what needs first (l_initfini).
   */
  List<LoadedObject> listOf(Opening opening) {
    return ofOpening(opening).reversed();
  }

  /** Objects in an order whose reverse is that of their destructors: what is needed first. */
  public abstract List<LoadedObject> ofUnloading(Unloading unloading);

  /**
   * Moves each object behind the last one that needs it, until nothing moves; an object that has
   * come to one place more often than there are objects behind it stands in a circle and stays.
   *
   * @param moves what is moved at all
   * @param needs whether the first needs the second
   */
  private static List<LoadedObject> original(
      List<LoadedObject> objects,
      Predicate<LoadedObject> moves,
      BiPredicate<LoadedObject, LoadedObject> needs) {
    LoadedObject[] maps = objects.toArray(LoadedObject[]::new);
    int[] seen = new int[maps.length + 1];
    int at = 0;
    seen[0]++;
    while (at < maps.length - 1) {
      LoadedObject object = maps[at];
      int last = moves.test(object) ? lastThatNeeds(object, maps, at, needs) : at;
      if (last > at) {
        System.arraycopy(maps, at + 1, maps, at, last - at);
        maps[last] = object;
        if (seen[at + 1] <= maps.length - at) {
          int own = seen[at];
          System.arraycopy(seen, at + 1, seen, at, last - at);
          seen[last] = own;
          seen[at]++;
          continue;
        }
      }
      at++;
      Arrays.fill(seen, at, maps.length, 0);
      seen[at]++;
    }
    return new ArrayList<>(List.of(maps).reversed());
  }

  private static int lastThatNeeds(
      LoadedObject object,
      LoadedObject[] maps,
      int from,
      BiPredicate<LoadedObject, LoadedObject> needs) {
    int last = maps.length - 1;
    while (last > from && !needs.test(maps[last], object)) {
      last--;
    }
    return last;
  }
}
