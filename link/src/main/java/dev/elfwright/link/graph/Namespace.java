package dev.elfwright.link.graph;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.constant.DynamicTag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a process over time: what the program loads at its start, and then what each
 * dlopen adds, by the same search. One thread at a time.
 */
public final class Namespace {
  private final GraphBuilder builder;
  private final Optional<LoadGraph> start;
  private final List<LoadedObject> objects = new ArrayList<>();
  private final Map<LoadedObject, Opening> opened = new HashMap<>();
  private final Map<LoadedObject, Integer> handles = new HashMap<>();
  private final Set<LoadedObject> orphans = new HashSet<>();
  private final Set<LoadedObject> global = new LinkedHashSet<>();
  private int next;

  private Namespace(GraphBuilder builder, Optional<LoadGraph> start) {
    this.builder = builder;
    this.start = start;
    start.ifPresent(graph -> {
      objects.addAll(graph.objects());
      next = objects.size();
    });
  }

  /**
   * The process of a program with a dynamic section, all that it needs loaded.
   *
   * @throws IOException when the program cannot be read
   * @throws NotDynamicException when it is statically linked
   * @throws ElfFormatException when it, or a library the loader would take, is malformed
   */
  public static Namespace of(Path program, SearchEnvironment environment) throws IOException {
    return of(program, environment, new SharedFiles());
  }

  /**
   * The same for one of many programs.
   *
   * @param files what they share
   * @throws IOException when the program cannot be read
   * @throws NotDynamicException when it is statically linked
   * @throws ElfFormatException when it, or a library the loader would take, is malformed
   */
  public static Namespace of(Path program, SearchEnvironment environment, SharedFiles files)
      throws IOException {
    GraphBuilder builder = new GraphBuilder(program, environment, files);
    return new Namespace(builder, Optional.of(builder.start()));
  }

  /**
   * The process of a statically linked program that may call dlopen: nothing is loaded, not even
   * the loader or libc.
   *
   * @throws IOException when the program cannot be read
   * @throws ElfFormatException when it is malformed
   */
  public static Namespace empty(Path program, SearchEnvironment environment) throws IOException {
    return new Namespace(
        new GraphBuilder(program, environment, new SharedFiles()), Optional.empty());
  }

  /** What the program loaded at its start; empty for a statically linked program. */
  public Optional<LoadGraph> start() {
    return start;
  }

  /** All objects that are loaded, in the order in which they were. */
  public List<LoadedObject> objects() {
    return List.copyOf(objects);
  }

  /**
   * Loads a library as dlopen does. An opening with something missing changes nothing.
   *
   * @param caller the object that calls dlopen, whose search path counts for a name without a
   *     slash; null for a statically linked program
   * @throws IOException when a file cannot be read
   * @throws ElfFormatException when one is malformed
   */
  public Opening open(String name, @Nullable LoadedObject caller) throws IOException {
    Opening opening = builder.open(name, caller);
    if (!opening.missing().isEmpty()) {
      builder.forget(opening.added());
      return opening;
    }
    for (LoadedObject object : opening.added()) {
      object.place(next++);
      objects.add(object);
    }
    opening
        .root()
        .ifPresent(root -> {
          handles.merge(root, 1, Integer::sum);
          if (!orphans.contains(root)) {
            opened.putIfAbsent(root, opening);
          }
        });
    return opening;
  }

  /** Lets all that comes later find the symbols of what was opened, as RTLD_GLOBAL does. */
  public void publish(Opening opening) {
    Set<LoadedObject> first = start.map(g -> Set.copyOf(g.objects())).orElse(Set.of());
    opening.searchList().stream().filter(o -> !first.contains(o)).forEach(global::add);
  }

  /** What the global scope has got behind the objects of the start, in its order. */
  public List<LoadedObject> global() {
    return List.copyOf(global);
  }

  /**
   * Gives a handle of an object back, as the beginning of dlclose does; nothing is taken out yet.
   *
   * @return whether it was the last one
   */
  public boolean release(LoadedObject root) {
    return handles.merge(root, -1, Integer::sum) == 0;
  }

  /**
   * What no handle leads to any more (glibc elf/dl-close.c, _dl_close_worker): neither by a need
   * nor by what a relocation was bound to. What the program loaded at its start stays, and so do
   * objects with DF_1_NODELETE.
   *
   * @param bound what relocations of objects bound to
   * @param pinned what stays for another reason, such as a unique symbol that is in use
   */
  public Set<LoadedObject> unused(
      Map<LoadedObject, List<LoadedObject>> bound, Set<LoadedObject> pinned) {
    Set<LoadedObject> used = new HashSet<>(start.map(LoadGraph::objects).orElse(List.of()));
    Deque<LoadedObject> open = new ArrayDeque<>();
    for (LoadedObject object : objects) {
      boolean stays =
          handles.getOrDefault(object, 0) > 0
              || pinned.contains(object)
              || (object.dynamic().flags1() & DynamicTag.DF_1_NODELETE) != 0;
      if (stays && used.add(object)) {
        open.add(object);
      }
    }
    while (!open.isEmpty()) {
      LoadedObject object = open.remove();
      Stream.concat(object.needed().stream(), bound.getOrDefault(object, List.of()).stream())
          .filter(used::add)
          .forEach(open::add);
    }
    return objects.stream().filter(o -> !used.contains(o)).collect(Collectors.toSet());
  }

  /**
   * What decides the order of taking objects out.
   *
   * @param gone those that go
   * @param bound what relocations of objects bound to
   */
  public Unloading unloading(
      Set<LoadedObject> gone, DependencySort sort, Map<LoadedObject, List<LoadedObject>> bound) {
    Map<LoadedObject, List<LoadedObject>> lists = new HashMap<>();
    opened.forEach((root, opening) -> lists.put(root, sort.listOf(opening)));
    return new Unloading(
        objects.stream().filter(o -> !(o.foundBy() instanceof FoundBy.Program)).toList(),
        gone,
        lists,
        bound);
  }

  /**
   * Takes objects out again, as dlclose does. What stays of that to which one of them led has only
   * its own needs from now on, even when it is opened by name.
   */
  public void close(Set<LoadedObject> gone) {
    for (LoadedObject root : gone) {
      Opening opening = opened.get(root);
      if (opening != null) {
        opening.searchList().stream()
            .filter(o -> !gone.contains(o) && !opened.containsKey(o))
            .forEach(orphans::add);
      }
    }
    unload(gone);
  }

  /** Takes objects out again, as a dlopen that failed does. */
  public void unload(Collection<LoadedObject> gone) {
    objects.removeAll(gone);
    opened.keySet().removeAll(gone);
    handles.keySet().removeAll(gone);
    orphans.removeAll(gone);
    global.removeAll(gone);
    builder.forget(gone);
  }
}
