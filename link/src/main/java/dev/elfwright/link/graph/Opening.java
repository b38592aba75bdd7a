package dev.elfwright.link.graph;

import java.util.List;
import java.util.Optional;

/**
 * What one dlopen loads (glibc elf/dl-open.c, dl_open_worker_begin).
 *
 * @param name the name that was asked for
 * @param root the object of that name; empty when it is missing
 * @param searchList the object and all it needs, breadth first, what was there before included
 * @param added those of them that were not there before, in the order in which they were loaded
 * @param missing what is missing; dlopen fails at the first
 */
public record Opening(
    String name,
    Optional<LoadedObject> root,
    List<LoadedObject> searchList,
    List<LoadedObject> added,
    List<MissingLibrary> missing) {
  /** Copies the lists. */
  public Opening {
    searchList = List.copyOf(searchList);
    added = List.copyOf(added);
    missing = List.copyOf(missing);
  }

  /**
   * The order in which the objects are sorted for relocation. Those that were there before may be
   * among them, and are to be skipped.
   */
  public List<LoadedObject> relocationOrder(DependencySort sort) {
    return sort.ofOpening(this);
  }
}
