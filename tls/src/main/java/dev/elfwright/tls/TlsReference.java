package dev.elfwright.tls;

import dev.elfwright.elf.RelocationTable;
import dev.elfwright.link.graph.LoadedObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one object's relocations ask for thread-local storage.
 *
 * @param access how
 * @param symbol the index of the variable in its dynamic symbol table; 0 for its own segment
 */
record TlsReference(TlsAccess access, int symbol) {
  /** Each once, in the order in which the loader meets them first. */
  static List<TlsReference> of(LoadedObject object) {
    int machine = object.model().header().machine();
    Set<TlsReference> found = new LinkedHashSet<>();
    for (RelocationTable table : object.dynamic().relocations()) {
      table.forEach((_, type, symbol, _) ->
          TlsAccess.of(machine, type)
              .ifPresent(access -> found.add(new TlsReference(access, symbol))));
    }
    return List.copyOf(found);
  }
}
