package dev.elfwright.natives.model;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * Which entries of a jar or files of a folder are meant. A pattern is a path from the root of the
 * jar or folder, in which {@code *} stands for any characters but slashes, {@code **} for any:
 * {@code linux/**}.
 *
 * @param included patterns of which one has to match; none means that all entries do
 * @param excluded patterns of which none may match
 */
public record EntryPattern(List<String> included, List<String> excluded) {
  /** Copies the lists. */
  public EntryPattern {
    included = List.copyOf(included);
    excluded = List.copyOf(excluded);
  }

  /** Whether an entry is meant, by its path from the root. */
  public boolean matches(String entry) {
    try {
      Path path = Path.of(entry);
      return (included.isEmpty() || included.stream().anyMatch(p -> matches(p, path)))
          && excluded.stream().noneMatch(p -> matches(p, path));
    } catch (InvalidPathException e) {
      return included.isEmpty();
    }
  }

  private static boolean matches(String pattern, Path path) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    return matcher.matches(path);
  }
}
