package dev.elfwright.abi.consumer;

import dev.elfwright.abi.consumer.ConsumerSearch.Outcome;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.link.graph.SharedFiles;
import dev.elfwright.link.scope.Scope;
import dev.elfwright.link.scope.SharedSymbols;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads programs one after the other or at once. What the search of one has opened serves the next.
 */
final class ProgramReader {
  private final ConsumerReader reader;
  private final LibraryPlace place;
  private final SearchEnvironment environment;
  private final SharedFiles files = new SharedFiles();
  private final SharedSymbols symbols = new SharedSymbols();

  ProgramReader(LibraryAbi library, Set<String> names, SearchEnvironment environment)
      throws IOException {
    this.reader = new ConsumerReader(library, names);
    this.place = new LibraryPlace(library);
    this.environment = environment;
  }

  /** What a file has to do with the library. */
  Outcome read(Path file, ElfModel model) throws IOException {
    if (!reader.isOfItsMachine(model) || model.dynamic().isEmpty()) {
      return new Outcome.Other();
    }
    LoadGraph graph = LoadGraph.of(file, environment, files);
    Optional<LibraryPlace.Found> found = place.in(graph);
    if (found.isEmpty() && place.isMissing(graph)) {
      return missing(file, graph);
    }
    return found.isEmpty()
        ? new Outcome.Other()
        : outcome(graph, found.map(LibraryPlace.Found::object), found.map(LibraryPlace.Found::way));
  }

  /** A program without the library, looked at as if that lay in a default folder. */
  private Outcome missing(Path file, LoadGraph graph) throws IOException {
    List<String> folders = new ArrayList<>(environment.systemFolders());
    folders.add(place.folder() + "/");
    LoadGraph whole = LoadGraph.of(file, environment.withSystemFolders(folders), files);
    Optional<LoadedObject> library = place.in(whole).map(LibraryPlace.Found::object);
    return outcome(library.isPresent() ? whole : graph, library, Optional.empty());
  }

  /** One that is loaded with the library for others' sake counts when it uses it, too. */
  private Outcome outcome(
      LoadGraph graph, Optional<LoadedObject> library, Optional<LibraryPlace.Way> way) {
    Consumer consumer = reader.read(Scope.of(graph, symbols), library);
    return reader.needsLibrary(graph) || !consumer.uses().isEmpty()
        ? new Outcome.Found(consumer, way)
        : new Outcome.Other();
  }
}
