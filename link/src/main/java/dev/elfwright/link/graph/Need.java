package dev.elfwright.link.graph;

import java.util.Optional;

/**
 * One DT_NEEDED entry, or a DT_FILTER or DT_AUXILIARY one, and what it led to.
 *
 * @param name the entry's text with {@code $ORIGIN}, {@code $LIB} and {@code $PLATFORM} replaced
 * @param kind which entry it is
 * @param object what was loaded or already there; empty when it is missing
 * @param rule what decided, empty when it is missing
 */
public record Need(String name, Kind kind, Optional<LoadedObject> object, Optional<FoundBy> rule) {
  /** The entry of the dynamic section. */
  public enum Kind {
    /** DT_NEEDED. */
    NEEDED,
    /** DT_FILTER: the library named here answers for the object, and must be there. */
    FILTER,
    /** DT_AUXILIARY: as DT_FILTER, but may be missing. */
    AUXILIARY
  }
}
