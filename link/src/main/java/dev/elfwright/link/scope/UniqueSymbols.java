package dev.elfwright.link.scope;

import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding.Definition;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * STB_GNU_UNIQUE: whichever definition of a name is found first is everyone's, whatever later
 * look-ups find (glibc elf/dl-lookup.c, do_lookup_unique). "First" is in the order in which objects
 * are relocated, and the version counts for nothing.
 *
 * <p>Nearly always all look-ups of a name find the same definition anyway, because all walk the
 * same scope. They differ when an object with DT_SYMBOLIC finds its own, or when the definitions
 * have versions. (apt is such a program: two of its libraries define the same constant of libstdc++
 * under their own versions.) Only for such names is the loader's order followed.
 */
final class UniqueSymbols {
  /** The look-up that does not know of unique symbols. */
  interface Search {
    Binding find(ScopeObject from, int symbol, ReferenceClass cls);
  }

  private final Function<LoadedObject, ScopeObject> members;
  private final Map<String, Definition> first;

  private UniqueSymbols(
      Function<LoadedObject, ScopeObject> members, Map<String, Definition> first) {
    this.members = members;
    this.first = first;
  }

  /** For a scope that takes the first definition, as all but a handful of programs do. */
  static UniqueSymbols ignored(Function<LoadedObject, ScopeObject> members) {
    return new UniqueSymbols(members, Map.of());
  }

  static UniqueSymbols of(
      List<LoadedObject> relocationOrder,
      Function<LoadedObject, ScopeObject> members,
      List<ScopeObject> objects,
      List<Columns> columns,
      Search search) {
    UniqueSymbols made = new UniqueSymbols(members, new HashMap<>());
    Set<String> contested = contested(objects, columns);
    if (!contested.isEmpty()) {
      Set<Integer> hashes = new HashSet<>();
      contested.forEach(name -> hashes.add(dev.elfwright.elf.GnuHash.hash(name)));
      relocationOrder.forEach(o -> made.relocate(members.apply(o), contested, hashes, search));
    }
    return made;
  }

  /** Names with more than one unique definition, one of which not all look-ups would find. */
  private static Set<String> contested(List<ScopeObject> objects, List<Columns> columns) {
    Map<Long, Integer> definers = new HashMap<>();
    Set<Long> special = new HashSet<>();
    for (int position = 0; position < objects.size(); position++) {
      ScopeObject object = objects.get(position);
      Columns covered = columns.get(position);
      for (int i = 0; i < covered.symbols().length; i++) {
        int symbol = covered.symbols()[i];
        if (object.symbols().binding(symbol) == SymbolBinding.GNU_UNIQUE) {
          long hash = covered.hashes()[i];
          definers.merge(hash, 1, Integer::sum);
          Versions versions = object.versions();
          boolean versioned =
              versions.present() && versions.number(versions.raw(symbol)) != VersionNames.NONE;
          if (versioned || object.symbolic()) {
            special.add(hash);
          }
        }
      }
    }
    special.removeIf(hash -> definers.getOrDefault(hash, 0) < 2);
    Set<String> names = new HashSet<>();
    if (!special.isEmpty()) {
      for (int position = 0; position < objects.size(); position++) {
        addNames(objects.get(position), columns.get(position), special, names);
      }
    }
    return names;
  }

  private static void addNames(
      ScopeObject object, Columns covered, Set<Long> hashes, Set<String> names) {
    for (int i = 0; i < covered.symbols().length; i++) {
      int symbol = covered.symbols()[i];
      if (object.symbols().binding(symbol) == SymbolBinding.GNU_UNIQUE
          && hashes.contains((long) covered.hashes()[i])) {
        names.add(object.symbols().name(symbol));
      }
    }
  }

  private void relocate(
      ScopeObject object, Set<String> contested, Set<Integer> hashes, Search search) {
    int machine = object.object().model().header().machine();
    SymbolTable symbols = object.symbols();
    BitSet others = new BitSet();
    for (RelocationTable table : object.object().dynamic().relocations()) {
      for (int i = 0; i < table.count(); i++) {
        int symbol = table.symbol(i);
        if (symbol == 0 || others.get(symbol)) {
          continue;
        }
        if (!hashes.contains(object.names().hash(symbols.nameOffset(symbol)))
            || !contested.contains(symbols.name(symbol))) {
          others.set(symbol);
          continue;
        }
        ReferenceClass cls = ReferenceClass.of(machine, table.type(i));
        if (search.find(object, symbol, cls) instanceof Definition found
            && isUnique(object, symbol, found)) {
          // A copy becomes everyone's, though it is filled from what was found.
          boolean copy = cls == ReferenceClass.COPY;
          first.putIfAbsent(
              symbols.name(symbol), copy ? new Definition(object.object(), symbol) : found);
        }
      }
    }
  }

  /** Whether a look-up ended at a unique symbol; a symbol bound at home was not looked up. */
  private boolean isUnique(ScopeObject from, int symbol, Definition found) {
    boolean local =
        found.object() == from.object()
            && found.symbol() == symbol
            && from.symbols().binding(symbol) == SymbolBinding.LOCAL;
    return !local
        && members.apply(found.object()).symbols().binding(found.symbol())
            == SymbolBinding.GNU_UNIQUE;
  }

  /** The definition that counts in place of the one found. */
  Binding replace(ScopeObject from, int symbol, ReferenceClass cls, Binding found) {
    if (!first.isEmpty()
        && cls != ReferenceClass.COPY
        && found instanceof Definition definition
        && isUnique(from, symbol, definition)) {
      return first.getOrDefault(from.symbols().name(symbol), definition);
    }
    return found;
  }
}
