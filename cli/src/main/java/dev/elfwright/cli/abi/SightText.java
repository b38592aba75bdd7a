package dev.elfwright.cli.abi;

import dev.elfwright.abi.library.Sight;

/** Says what could be seen of a library. */
final class SightText {
  private SightText() {}

  static String of(Sight sight) {
    return switch (sight.debugging()) {
      case NONE ->
          "no debugging information: types, members, parameters and enumerations are not seen";
      case IN_FILE -> typed(sight, "in the file");
      case APART -> typed(sight, "in a file of its own");
    };
  }

  private static String typed(Sight sight, String place) {
    return "debugging information %s; types of %,d symbols seen, of %,d not"
        .formatted(place, sight.typed(), sight.untyped());
  }
}
