package dev.elfwright.abi.consumer;

import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.note.BuildId;
import dev.elfwright.link.graph.FoundBy;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which of the files that a program loads the library is, or stands for. */
final class LibraryPlace {
  /** What led a program to a file of the library's name. */
  enum Way {
    /** It is the library, or the same build of it. */
    ITSELF,
    /** Another file, found by ld.so.cache or in a folder built into the loader. */
    DEFAULT,
    /** Another file, found by a search path of the program's own. */
    OWN_PATH
  }

  /** A file of the library's name among those that a program loads. */
  record Found(LoadedObject object, Way way) {}

  private final LibraryAbi library;
  private final Path file;
  private final Optional<BuildId> buildId;
  private final Map<Path, Boolean> known = new ConcurrentHashMap<>();

  LibraryPlace(LibraryAbi library) throws IOException {
    this.library = library;
    this.file = Path.of(library.file());
    try (ElfModel model = Elf.open(file)) {
      this.buildId = BuildId.of(model);
    }
  }

  /** The folder in which a program that finds nothing would find the library. */
  Path folder() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }

  /** What the library's name leads to in a program; empty when the program does not load it. */
  Optional<Found> in(LoadGraph graph) throws IOException {
    for (LoadedObject object : graph.objects()) {
      if (object != graph.program() && isNamed(object)) {
        return Optional.of(new Found(object, isLibrary(object) ? Way.ITSELF : way(object)));
      }
    }
    return Optional.empty();
  }

  /** Whether a program would load a file of this name, and there is none. */
  boolean isMissing(LoadGraph graph) {
    return graph.missing().stream().anyMatch(m -> library.isNeededAs(m.name()));
  }

  private boolean isNamed(LoadedObject object) {
    return library.isNeededAs(object.neededName())
        || object.soname().filter(library::isNeededAs).isPresent();
  }

  private boolean isLibrary(LoadedObject object) throws IOException {
    Boolean answer = known.get(object.path());
    if (answer == null) {
      answer = isSame(object);
      known.put(object.path(), answer);
    }
    return answer;
  }

  private boolean isSame(LoadedObject object) throws IOException {
    return Files.isSameFile(object.path(), file)
        || (buildId.isPresent() && BuildId.of(object.model()).equals(buildId));
  }

  private static Way way(LoadedObject object) {
    return switch (object.foundBy()) {
      case FoundBy.Cache _, FoundBy.DefaultFolder _, FoundBy.Interpreter _ -> Way.DEFAULT;
      default -> Way.OWN_PATH;
    };
  }
}
