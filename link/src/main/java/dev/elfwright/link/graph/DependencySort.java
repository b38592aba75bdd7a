package dev.elfwright.link.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How glibc sorts objects by what they need (elf/dl-sort-maps.c). A statically linked program sorts
 * what it opens by {@link #ORIGINAL} in every release since 2.35.
 */
public enum DependencySort {
  /** Before glibc 2.35: what is opened is sorted too, which matters when something needs it. */
  ORIGINAL_WITH_ROOT {
    @Override
    public List<LoadedObject> ofOpening(List<LoadedObject> searchList) {
      return original(searchList, searchList.getFirst());
    }

    @Override
    public List<LoadedObject> ofAll(List<LoadedObject> objects) {
      return original(objects, null);
    }
  },
  /** Since glibc 2.35 with the tunable {@code glibc.rtld.dynamic_sort=1}. */
  ORIGINAL {
    @Override
    public List<LoadedObject> ofOpening(List<LoadedObject> searchList) {
      List<LoadedObject> order = original(searchList.subList(1, searchList.size()), null);
      order.addLast(searchList.getFirst());
      return order;
    }

    @Override
    public List<LoadedObject> ofAll(List<LoadedObject> objects) {
      return original(objects, null);
    }
  },
  /** glibc 2.35 and 2.36: depth first. */
  DEPTH_FIRST {
    @Override
    public List<LoadedObject> ofOpening(List<LoadedObject> searchList) {
      return InitOrder.ofOpening(searchList);
    }

    @Override
    public List<LoadedObject> ofAll(List<LoadedObject> objects) {
      return InitOrder.ofAll(objects);
    }
  },
  /** Since glibc 2.37: the same, but what is opened comes last whatever needs it. */
  DEPTH_FIRST_ROOT_LAST {
    @Override
    public List<LoadedObject> ofOpening(List<LoadedObject> searchList) {
      List<LoadedObject> order = InitOrder.ofOpening(searchList);
      order.remove(searchList.getFirst());
      order.addLast(searchList.getFirst());
      return order;
    }

    @Override
    public List<LoadedObject> ofAll(List<LoadedObject> objects) {
      return InitOrder.ofAll(objects);
    }
  };

  /**
   * The objects of a dlopen in the order in which they are relocated: what is needed first.
   *
   * @param searchList breadth first, with what is opened at its head
   */
  public abstract List<LoadedObject> ofOpening(List<LoadedObject> searchList);

  /**
   * Objects in an order whose reverse is that of their destructors: what is needed first.
   *
   * @param objects in the order in which they were loaded, without the program
   */
  public abstract List<LoadedObject> ofAll(List<LoadedObject> objects);

  /**
   * Moves each object behind the last one that needs it, until nothing moves; an object that has
   * come to one place more often than there are objects behind it stands in a circle and stays.
   *
   * @param root what is opened, if it is sorted too: the loader keeps for it a list of all that it
   *     leads to, and for others of what they need themselves
   */
  private static List<LoadedObject> original(
      List<LoadedObject> objects, @Nullable LoadedObject root) {
    LoadedObject[] maps = objects.toArray(LoadedObject[]::new);
    int[] seen = new int[maps.length + 1];
    int at = 0;
    seen[0]++;
    while (at < maps.length - 1) {
      LoadedObject object = maps[at];
      int last = lastThatNeeds(object, maps, at, root);
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
      LoadedObject object, LoadedObject[] maps, int from, @Nullable LoadedObject root) {
    int last = maps.length - 1;
    while (last > from && maps[last] != root && !maps[last].needed().contains(object)) {
      last--;
    }
    return last;
  }
}
