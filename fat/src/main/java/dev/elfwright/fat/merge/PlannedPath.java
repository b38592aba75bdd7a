package dev.elfwright.fat.merge;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a path.
 *
 * @param path from the root
 * @param outcome what is written there
 * @param from the trees whose files are written, by name
 * @param category how the trees contradict each other, if they do
 * @param sources the files, as many as trees
 */
public record PlannedPath(
    Path path,
    Outcome outcome,
    List<String> from,
    Optional<Category> category,
    List<Path> sources) {
  /** What is written. */
  public enum Outcome {
    /** It is in one tree, or the same in all that have it. */
    KEPT,
    /** One fat file of all. */
    FAT,
    /** One of several that differ. */
    TAKEN,
    /** Each, with the tree's name behind the path. */
    BOTH,
    /** Nothing. */
    DROPPED
  }

  /** Keeps copies. */
  public PlannedPath {
    from = List.copyOf(from);
    sources = List.copyOf(sources);
  }
}
