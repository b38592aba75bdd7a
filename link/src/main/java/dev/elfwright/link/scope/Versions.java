package dev.elfwright.link.scope;

import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import java.util.Map;
import java.util.Optional;

/**
 * The versions of one object by index, as numbers (glibc elf/dl-version.c, l_versions). The base
 * version, which is the file's own name, matches nothing.
 */
final class Versions {
  private static final int INDEX = 0x7fff;

  private final Optional<VersionTable> table;
  private final int[] number;
  private final boolean[] exact;

  Versions(Optional<VersionTable> table, VersionNames names) {
    // An object that neither defines nor needs a version has none, whatever DT_VERSYM says.
    this.table = table.filter(t -> !t.declared().isEmpty());
    Map<Integer, SymbolVersion> declared = this.table.map(VersionTable::declared).orElse(Map.of());
    int size = declared.keySet().stream().mapToInt(i -> i + 1).max().orElse(0);
    number = new int[size];
    exact = new boolean[size];
    declared.forEach((index, version) -> {
      switch (version.from()) {
        case SymbolVersion.Defined(boolean base) -> {
          number[index] = base ? VersionNames.NONE : names.number(version.name());
        }
        case SymbolVersion.Needed(_, _, boolean only) -> {
          number[index] = names.number(version.name());
          exact[index] = only;
        }
      }
    });
  }

  boolean present() {
    return table.isPresent();
  }

  /** The versym entry, bit 15 included. Only when present. */
  int raw(int symbol) {
    return table.orElseThrow().raw(symbol);
  }

  /** The number of the version of a versym entry. */
  int number(int raw) {
    int index = raw & INDEX;
    return index < number.length ? number[index] : VersionNames.NONE;
  }

  /** Whether a reference with this versym entry accepts no default version in its place. */
  boolean exact(int raw) {
    int index = raw & INDEX;
    return index < exact.length && exact[index];
  }
}
