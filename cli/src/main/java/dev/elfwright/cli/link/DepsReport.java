package dev.elfwright.cli.link;

import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.MissingLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code link deps --json}: one of these for each file. */
record DepsReport(Path file, List<Entry> objects, List<Missing> missing) {

  /** A loaded file, in the order of the search list. */
  record Entry(
      String name, Path path, String foundBy, Optional<Path> loadedFor, List<Path> needs) {}

  /** A library that is not there. */
  record Missing(String name, Path neededBy, String reason, List<String> tried) {}

  static DepsReport of(LoadGraph graph) {
    return new DepsReport(
        graph.program().path(),
        graph.objects().stream().map(DepsReport::entry).toList(),
        graph.missing().stream().map(m -> missing(graph, m)).toList());
  }

  private static Missing missing(LoadGraph graph, MissingLibrary m) {
    LoadedObject neededBy = m.neededBy();
    return new Missing(
        m.name(),
        neededBy == null ? graph.program().path() : neededBy.path(),
        m.reason(),
        m.tried());
  }

  private static Entry entry(LoadedObject object) {
    return new Entry(
        object.neededName(),
        object.path(),
        object.foundBy().describe(),
        object.loadedFor().map(LoadedObject::path),
        object.needed().stream().map(LoadedObject::path).toList());
  }
}
