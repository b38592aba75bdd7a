package dev.elfwright.link.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A library that the loader would not find, or would refuse.
 *
 * @param name the name that was asked for
 * @param neededBy the object whose DT_NEEDED names it; null when dlopen asked for it
 * @param reason one line: why
 * @param tried what was looked at, in order
 */
public record MissingLibrary(
    String name, @Nullable LoadedObject neededBy, String reason, List<String> tried) {
  @Override
  public String toString() {
    return name + (neededBy == null ? "" : ", needed by " + neededBy.path()) + ": " + reason;
  }
}
