package dev.elfwright.link.graph;

import dev.elfwright.elf.ElfFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All files that a program loads at its start, and why. Immutable. */
public final class LoadGraph {
  private final LoadedObject program;
  private final Optional<LoadedObject> loader;
  private final List<LoadedObject> objects;
  private final List<MissingLibrary> missing;
  private final List<Path> absent;
  private final List<Path> rejected;
  private final List<LoadedObject> relocationOrder;
  private final List<LoadedObject> initOrder;
  private final SearchEnvironment environment;

  LoadGraph(
      LoadedObject program,
      Optional<LoadedObject> loader,
      List<LoadedObject> objects,
      List<MissingLibrary> missing,
      List<Path> absent,
      List<Path> rejected,
      SearchEnvironment environment) {
    this.program = program;
    this.loader = loader;
    this.objects = List.copyOf(objects);
    this.missing = List.copyOf(missing);
    this.absent = List.copyOf(absent);
    this.rejected = List.copyOf(rejected);
    this.environment = environment;
    this.relocationOrder = InitOrder.sorted(program, this.objects);
    this.initOrder = InitOrder.withFirst(relocationOrder, program, this.objects);
  }

  /**
   * Searches as the loader would when the kernel runs {@code program}.
   *
   * @throws IOException when the program cannot be read
   * @throws NotDynamicException when it is statically linked
   * @throws ElfFormatException when it, or a library the loader would take, is malformed
   */
  public static LoadGraph of(Path program, SearchEnvironment environment) throws IOException {
    return of(program, environment, new SharedFiles());
  }

  /**
   * The same for one of many programs.
   *
   * @param files what their graphs share
   * @throws IOException when the program cannot be read
   * @throws NotDynamicException when it is statically linked
   * @throws ElfFormatException when it, or a library the loader would take, is malformed
   */
  public static LoadGraph of(Path program, SearchEnvironment environment, SharedFiles files)
      throws IOException {
    return new GraphBuilder(program, environment, files).start();
  }

  /** The program. */
  public LoadedObject program() {
    return program;
  }

  /** The dynamic loader, which is among the objects only when something needs it by name. */
  public Optional<LoadedObject> loader() {
    return loader;
  }

  /**
   * What symbols are looked up in, in that order: breadth first over DT_NEEDED, the program first
   * (glibc elf/dl-deps.c, l_searchlist). Only a DT_FILTER or DT_AUXILIARY of the program puts
   * anything before it.
   */
  public List<LoadedObject> objects() {
    return objects;
  }

  /**
   * The loader's own list, {@code ld.so --list}, in its order: all that was loaded but the program,
   * with what is missing in between.
   */
  public List<Listing> listing() {
    return Listing.of(program, loader, objects);
  }

  /** What is missing, in the order in which it was needed. */
  public List<MissingLibrary> missing() {
    return missing;
  }

  /**
   * Every file and folder that was looked for before what was taken, and does not exist. If one of
   * them appears, the search may end elsewhere.
   */
  public List<Path> absent() {
    return absent;
  }

  /** Files that the search met and passed over: of another class or machine, or unreadable. */
  public List<Path> rejected() {
    return rejected;
  }

  /**
   * The order in which relocations are applied: what is needed first, the program last (glibc
   * elf/dl-sort-maps.c, elf/rtld.c).
   */
  public List<LoadedObject> relocationOrder() {
    return relocationOrder;
  }

  /**
   * The order in which constructors run: the same, but an object with DF_1_INITFIRST goes before
   * all others (glibc elf/dl-init.c).
   */
  public List<LoadedObject> initOrder() {
    return initOrder;
  }

  /** What the search was made with. */
  public SearchEnvironment environment() {
    return environment;
  }
}
