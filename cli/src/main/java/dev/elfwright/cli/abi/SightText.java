package dev.elfwright.cli.abi;

import dev.elfwright.abi.library.Sight;
import dev.elfwright.elf.Names;
import java.util.List;

/** Says what could be seen of a library. */
final class SightText {
  private static final int MOST_NAMES = 3;

  private SightText() {}

  static String of(Sight sight) {
    return switch (sight.debugging()) {
      case NONE ->
          "no debugging information: types, members, parameters and enumerations are not seen";
      case BTF_WITHOUT_KERNEL ->
          "types from BTF continue those of a kernel, which is not at hand (--kernel): types,"
              + " members, parameters and enumerations are not seen";
      case IN_FILE -> typed(sight, "debugging information in the file");
      case APART -> typed(sight, "debugging information in a file of its own");
      case BTF -> typed(sight, "types from BTF");
    };
  }

  /** The first of the files that were not found, and how many more there are. */
  static String missing(Sight sight) {
    List<String> names = sight.missing();
    String first =
        Names.printable(String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))));
    return names.size() > MOST_NAMES
        ? "%s and %,d more".formatted(first, names.size() - MOST_NAMES)
        : first;
  }

  private static String typed(Sight sight, String source) {
    return "%s; types of %,d symbols seen, of %,d not"
        .formatted(source, sight.typed(), sight.untyped());
  }
}
