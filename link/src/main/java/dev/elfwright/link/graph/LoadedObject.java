package dev.elfwright.link.graph;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One file of a {@link LoadGraph}: the program, a library, or the loader. */
public final class LoadedObject {
  private final String name;
  private final Path path;
  private final String neededName;
  private final String origin;
  private final ElfModel model;
  private final DynamicModel dynamic;
  private final FoundBy foundBy;
  private final @Nullable LoadedObject loader;
  private List<Need> needs = List.of();
  private int index = -1;

  LoadedObject(
      String name,
      Path path,
      String neededName,
      String origin,
      ElfModel model,
      DynamicModel dynamic,
      FoundBy foundBy,
      @Nullable LoadedObject loader) {
    this.name = name;
    this.path = path;
    this.neededName = neededName;
    this.origin = origin;
    this.model = model;
    this.dynamic = dynamic;
    this.foundBy = foundBy;
    this.loader = loader;
  }

  /** The position in {@link LoadGraph#objects}, or -1 for a loader that nothing needs. */
  public int index() {
    return index;
  }

  void place(int position) {
    index = position;
  }

  /** The loader's l_name, byte for byte; empty for the program. */
  public String name() {
    return name;
  }

  /** Where the file is: the path by which the loader opened it. */
  public Path path() {
    return path;
  }

  /** The name by which it was first asked for; empty for the program. */
  public String neededName() {
    return neededName;
  }

  /** What {@code $ORIGIN} means in this object. */
  public String origin() {
    return origin;
  }

  /** DT_SONAME. */
  public Optional<String> soname() {
    return dynamic.soname();
  }

  /** The file. */
  public ElfModel model() {
    return model;
  }

  /** The file's dynamic section. */
  public DynamicModel dynamic() {
    return dynamic;
  }

  /** The objects of the DT_NEEDED entries, in their order, without what is missing. */
  public List<LoadedObject> needed() {
    return needs.stream().flatMap(n -> n.object().stream()).toList();
  }

  /** All entries that name other objects, in their order. */
  public List<Need> needs() {
    return needs;
  }

  void needs(List<Need> found) {
    needs = List.copyOf(found);
  }

  /** The rule that found it first. */
  public FoundBy foundBy() {
    return foundBy;
  }

  /** The object whose entry caused this one to be loaded; none for the program and the loader. */
  public Optional<LoadedObject> loadedFor() {
    return Optional.ofNullable(loader);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
