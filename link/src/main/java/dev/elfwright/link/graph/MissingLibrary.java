package dev.elfwright.link.graph;

import java.util.List;

/**
 * A library that the loader would not find, or would refuse.
 *
 * @param name the name that was asked for
 * @param neededBy the object whose DT_NEEDED names it
 * @param reason one line: why
 * @param tried what was looked at, in order
 */
public record MissingLibrary(
    String name, LoadedObject neededBy, String reason, List<String> tried) {
  @Override
  public String toString() {
    return name + ", needed by " + neededBy.path() + ": " + reason;
  }
}
