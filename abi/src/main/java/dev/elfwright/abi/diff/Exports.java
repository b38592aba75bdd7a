package dev.elfwright.abi.diff;

import dev.elfwright.abi.consumer.Use;
import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import java.util.List;
import java.util.Optional;

/** Whether a library answers references, by the loader's rules (glibc elf/dl-lookup.c). */
final class Exports {
  private Exports() {}

  static boolean answer(LibraryAbi library, Use use) {
    return answer(library, use.name(), use.version());
  }

  static boolean answer(LibraryAbi library, String name, Optional<String> version) {
    List<ExportedSymbol> named = named(library, name);
    if (library.versions().isEmpty() || named.isEmpty()) {
      // A library that defines no version answers for all of them. But where there is no table of
      // versions, glibc's loader stops at an assertion (elf/dl-lookup.c, do_lookup_x).
      return !named.isEmpty() && (version.isEmpty() || library.hasVersionTable());
    }
    if (version.isPresent()) {
      return named.stream().anyMatch(s -> s.version().isEmpty() || s.version().equals(version));
    }
    // From before versions: the base version, the first one, or the only one.
    return named.stream()
        .anyMatch(s ->
            s.version().isEmpty()
                || s.isDefault()
                || s.version().get().equals(library.versions().getFirst()));
  }

  /** The symbols of a name; the list is sorted by the full name, which begins with it. */
  static List<ExportedSymbol> named(LibraryAbi library, String name) {
    List<ExportedSymbol> all = library.symbols();
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).fullName().compareTo(name) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int end = low;
    while (end < all.size() && all.get(end).fullName().startsWith(name)) {
      end++;
    }
    return all.subList(low, end).stream().filter(s -> s.name().equals(name)).toList();
  }
}
