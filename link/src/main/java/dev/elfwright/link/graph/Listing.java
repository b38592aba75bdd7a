package dev.elfwright.link.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of the loader's own list, {@code ld.so --list}.
 *
 * @param name the name that was asked for first
 * @param object what it led to; empty when it is missing
 */
public record Listing(String name, Optional<LoadedObject> object) {
  static List<Listing> of(
      LoadedObject program, Optional<LoadedObject> loader, List<LoadedObject> objects) {
    List<Listing> lines = new ArrayList<>();
    Set<LoadedObject> seen = new HashSet<>(Set.of(program));
    loader.ifPresent(seen::add);
    for (LoadedObject object : objects) {
      if (object.foundBy() instanceof FoundBy.Preload && seen.add(object)) {
        lines.add(new Listing(object.neededName(), Optional.of(object)));
      }
    }
    for (LoadedObject object : objects) {
      for (Need need : object.needs()) {
        if (need.object().map(seen::add).orElse(need.kind() != Need.Kind.AUXILIARY)) {
          lines.add(
              new Listing(
                  need.object().map(LoadedObject::neededName).orElse(need.name()), need.object()));
        }
      }
    }
    loader.filter(objects::contains).ifPresent(l -> insert(l, objects, lines));
    return List.copyOf(lines);
  }

  /** The loader takes itself out of its list and back in behind what stands before it. */
  private static void insert(LoadedObject loader, List<LoadedObject> objects, List<Listing> lines) {
    Optional<LoadedObject> before =
        Optional.of(objects.get(Math.max(0, objects.indexOf(loader) - 1)));
    int at = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).object().equals(before)) {
        at = i + 1;
      }
    }
    lines.add(at, new Listing(loader.neededName(), Optional.of(loader)));
  }

  /** The line as the loader prints it, without the address. */
  @Override
  public String toString() {
    return object
        .map(o -> o.name().equals(name) ? name : name + " => " + o.name())
        .orElse(name + " => not found");
  }
}
