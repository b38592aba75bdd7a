package dev.elfwright.packages;

import java.util.Locale;
import java.util.Optional;

/** What a package says in its field Multi-Arch (deb-control(5)). */
public enum MultiArch {
  /** One architecture at a time, and it serves only packages of its own. */
  NO,
  /** Several architectures at a time; serves only packages of its own. */
  SAME,
  /** One architecture at a time, and it serves packages of any. */
  FOREIGN,
  /** As {@link #NO}, but serves packages of any that ask for {@code NAME:any}. */
  ALLOWED;

  /** The value of the field's word. */
  static Optional<MultiArch> of(String word) {
    for (MultiArch value : values()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
