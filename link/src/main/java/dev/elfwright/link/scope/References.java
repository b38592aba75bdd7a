package dev.elfwright.link.scope;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.link.graph.LoadedObject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The symbols that the relocations of one object name, each once for each class. */
final class References {
  private References() {}

  static List<ResolvedReference> of(Scope scope, LoadedObject from) {
    DynamicModel dynamic = from.dynamic();
    SymbolTable symbols = dynamic.symbols();
    Optional<VersionTable> versions = dynamic.versions();
    int machine = from.model().header().machine();
    List<ResolvedReference> found = new ArrayList<>();
    BitSet seen = new BitSet();
    for (RelocationTable table : dynamic.relocations()) {
      for (int i = 0; i < table.count(); i++) {
        int symbol = table.symbol(i);
        if (symbol == 0) {
          continue;
        }
        ReferenceClass cls = ReferenceClass.of(machine, table.type(i));
        int key =
            3 * symbol
                + switch (cls) {
                  case JUMP_SLOT -> 0;
                  case COPY -> 1;
                  case OTHER -> 2;
                };
        if (!seen.get(key)) {
          seen.set(key);
          found.add(
              new ResolvedReference(
                  from,
                  symbol,
                  symbols.name(symbol),
                  versions.map(v -> v.version(symbol)).map(v -> v.name()).orElse(null),
                  cls,
                  scope.bind(from, symbol, cls)));
        }
      }
    }
    return found;
  }
}
