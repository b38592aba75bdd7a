package dev.elfwright.link.scope;

import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SymbolBinding;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding.Definition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * STB_GNU_UNIQUE: whichever definition of a name is found first is everyone's, whatever later
 * look-ups find (glibc elf/dl-lookup.c, do_lookup_unique). "First" is in the order in which objects
 * are relocated.
 *
 * <p>All look-ups walk the same scope and find the same definition, but for objects with
 * DT_SYMBOLIC, which find their own. So the loader's order is followed only when such an object
 * defines a unique symbol.
 */
final class UniqueSymbols {
  /** The plain look-up. */
  interface Search {
    Binding find(ScopeObject from, int symbol, ReferenceClass cls);
  }

  private final Map<String, Definition> first;

  private UniqueSymbols(Map<String, Definition> first) {
    this.first = first;
  }

  static UniqueSymbols of(LoadGraph graph, List<ScopeObject> objects, Search search) {
    Map<String, Definition> first = new HashMap<>();
    if (objects.stream().anyMatch(UniqueSymbols::hidesUnique)) {
      for (LoadedObject object : graph.initOrder()) {
        relocate(objects.get(object.index()), search, first);
      }
    }
    return new UniqueSymbols(first);
  }

  private static boolean hidesUnique(ScopeObject object) {
    if (!object.symbolic()) {
      return false;
    }
    for (int symbol : object.covered()) {
      if (isUnique(object, symbol)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnique(ScopeObject object, int symbol) {
    return object.symbols().binding(symbol) == SymbolBinding.GNU_UNIQUE;
  }

  private static void relocate(ScopeObject object, Search search, Map<String, Definition> first) {
    int machine = object.object().model().header().machine();
    for (RelocationTable table : object.object().dynamic().relocations()) {
      for (int i = 0; i < table.count(); i++) {
        int symbol = table.symbol(i);
        ReferenceClass cls = ReferenceClass.of(machine, table.type(i));
        if (symbol != 0 && search.find(object, symbol, cls) instanceof Definition d) {
          if (uniqueElsewhere(object, symbol, d)) {
            // The program's copy becomes the one, though it is filled from what was found.
            first.putIfAbsent(
                object.symbols().name(symbol),
                cls == ReferenceClass.COPY ? new Definition(object.object(), symbol) : d);
          }
        }
      }
    }
  }

  private static boolean uniqueElsewhere(ScopeObject from, int symbol, Definition found) {
    boolean self = found.object() == from.object() && found.symbol() == symbol;
    boolean local = self && from.symbols().binding(symbol) == SymbolBinding.LOCAL;
    return !local
        && found.object().dynamic().symbols().binding(found.symbol()) == SymbolBinding.GNU_UNIQUE;
  }

  /** The definition that counts in place of the one found. */
  Binding replace(ScopeObject from, int symbol, ReferenceClass cls, Binding found) {
    if (first.isEmpty()
        || cls == ReferenceClass.COPY
        || !(found instanceof Definition d)
        || !uniqueElsewhere(from, symbol, d)) {
      return found;
    }
    @Nullable Definition one = first.get(from.symbols().name(symbol));
    return one == null ? found : one;
  }
}
