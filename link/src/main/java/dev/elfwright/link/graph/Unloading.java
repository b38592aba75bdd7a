package dev.elfwright.link.graph;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What dlclose, or a dlopen that failed, knows when it sorts the objects it takes out (glibc
 * elf/dl-close.c, _dl_close_worker).
 *
 * @param objects all that are loaded but the program, in the order in which they were
 * @param gone those that are taken out
 * @param opened for each object that was opened by name all that it leads to, in the loader's
 *     order, itself first (l_initfini); others have their own needs
 * @param bound what the relocations of objects bound to beyond that (l_reldeps), in that order
 */
public record Unloading(
    List<LoadedObject> objects,
    Set<LoadedObject> gone,
    Map<LoadedObject, List<LoadedObject>> opened,
    Map<LoadedObject, List<LoadedObject>> bound) {
  /** Copies the collections. */
  public Unloading {
    objects = List.copyOf(objects);
    gone = Set.copyOf(gone);
    opened = Map.copyOf(opened);
    bound = Map.copyOf(bound);
  }

  /** What an object leads to in the loader's eyes. */
  List<LoadedObject> list(LoadedObject object) {
    List<LoadedObject> all = opened.get(object);
    return all != null ? all : object.needed();
  }

  /** What an object's relocations bound to and it does not lead to. */
  List<LoadedObject> bound(LoadedObject object) {
    List<LoadedObject> known = list(object);
    return bound.getOrDefault(object, List.of()).stream()
        .filter(o -> o != object && !known.contains(o))
        .distinct()
        .toList();
  }
}
