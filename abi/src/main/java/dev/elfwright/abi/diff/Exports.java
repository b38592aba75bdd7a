package dev.elfwright.abi.diff;

import dev.elfwright.abi.consumer.Use;
import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The symbols of a library by name, and the references that they answer. */
final class Exports {
  private final LibraryAbi library;
  private final Map<String, List<ExportedSymbol>> byName = new HashMap<>();

  Exports(LibraryAbi library) {
    this.library = library;
    for (ExportedSymbol symbol : library.symbols()) {
      byName.computeIfAbsent(symbol.name(), _ -> new ArrayList<>(1)).add(symbol);
    }
  }

  /** All symbols of a name, one for each version. */
  List<ExportedSymbol> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /** The symbol of a name and version. */
  Optional<ExportedSymbol> find(String name, Optional<String> version) {
    return named(name).stream().filter(s -> s.version().equals(version)).findFirst();
  }

  boolean answer(Use use) {
    return answer(use.name(), use.version());
  }

  /** Whether a reference finds something, by the loader's rules (glibc elf/dl-lookup.c). */
  boolean answer(String name, Optional<String> version) {
    List<ExportedSymbol> named = named(name);
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
}
