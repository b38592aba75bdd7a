package dev.elfwright.link.graph;

import dev.elfwright.elf.ElfFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    opening.root().ifPresent(root -> opened.putIfAbsent(root, opening));
    return opening;
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

  /** Takes objects out again, as dlclose and a dlopen that failed do. */
  public void unload(Collection<LoadedObject> gone) {
    objects.removeAll(gone);
    opened.keySet().removeAll(gone);
    builder.forget(gone);
  }
}
