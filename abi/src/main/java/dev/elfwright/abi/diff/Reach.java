package dev.elfwright.abi.diff;

import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.type.Type;
import dev.elfwright.abi.type.TypeTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How programs come to the types of a library, and by which symbols. */
final class Reach {
  /** In what way programs meet objects of a type. */
  enum Way {
    /** A parameter or a result. */
    VALUE,
    /** Inside of another struct, or as the element of an array. */
    EMBEDDED,
    /** A variable of the library. */
    VARIABLE,
    /** The library gives its address to programs. */
    OUT,
    /** Programs give its address to the library. */
    IN
  }

  private final TypeTable types;
  private final List<ExportedSymbol> symbols;
  private final int[] ways;
  private final List<List<Integer>> users = new ArrayList<>();
  private final Deque<int[]> waiting = new ArrayDeque<>();

  Reach(LibraryAbi library) {
    this.types = library.types();
    this.symbols = library.symbols().stream().filter(ExportedSymbol::hasType).toList();
    this.ways = new int[types.count()];
    for (int i = 0; i < types.count(); i++) {
      users.add(new ArrayList<>(2));
    }
    for (int i = 0; i < types.count(); i++) {
      int user = i;
      types.get(i).references().distinct().forEach(r -> users.get(r).add(user));
    }
    symbols.forEach(this::start);
    spread();
  }

  /** Whether programs meet objects of a type in some way. */
  boolean has(int type, Way way) {
    return (ways[type] & 1 << way.ordinal()) != 0;
  }

  private void start(ExportedSymbol symbol) {
    int plain = types.plain(symbol.type());
    if (types.get(plain) instanceof Type.Function f) {
      addFunction(f, Way.OUT, Way.IN);
    } else {
      add(symbol.type(), Way.VARIABLE);
    }
  }

  /** A callback is the other way round: what it is given comes from the library. */
  private void addFunction(Type.Function f, Way result, Way parameter) {
    addPassed(f.result(), result);
    f.parameters().forEach(p -> addPassed(p, parameter));
  }

  private void addPassed(int type, Way pointed) {
    int plain = types.plain(type);
    switch (types.get(plain)) {
      case Type.Aggregate _ -> add(type, Way.VALUE);
      case Type.Pointer(_, _, int to) ->
          // A pointer to a pointer is where the library leaves an address.
          add(to, types.get(types.plain(to)) instanceof Type.Pointer ? Way.OUT : pointed);
      default -> {}
    }
  }

  private void add(int type, Way way) {
    int plain = types.plain(type);
    int bit = 1 << way.ordinal();
    if ((ways[plain] & bit) == 0) {
      ways[plain] |= bit;
      waiting.add(new int[] {plain, way.ordinal()});
    }
  }

  private void spread() {
    while (!waiting.isEmpty()) {
      int[] next = waiting.remove();
      Way way = Way.values()[next[1]];
      Way pointed = way == Way.IN ? Way.IN : Way.OUT;
      switch (types.get(next[0])) {
        case Type.Aggregate a -> {
          a.bases().forEach(b -> add(b.type(), Way.EMBEDDED));
          a.members()
              .forEach(m -> addPart(m.type(), m.name().isEmpty() ? way : Way.EMBEDDED, pointed));
          a.bases().forEach(b -> add(b.type(), pointed));
        }
        case Type.Array array -> addPart(array.element(), Way.EMBEDDED, pointed);
        case Type.Pointer(_, _, int to) -> add(to, pointed);
        case Type.Function f ->
            addFunction(
                f, pointed == Way.OUT ? Way.OUT : Way.IN, pointed == Way.OUT ? Way.IN : Way.OUT);
        default -> {}
      }
    }
  }

  private void addPart(int type, Way inside, Way pointed) {
    int plain = types.plain(type);
    if (types.get(plain) instanceof Type.Pointer(_, _, int to)) {
      add(to, pointed);
    } else {
      add(type, inside);
    }
  }

  /** The names of the exported symbols that lead to a type. */
  Set<String> symbolsTo(int type) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(type));
    seen.set(type);
    while (!open.isEmpty()) {
      for (int user : users.get(open.remove())) {
        if (!seen.get(user)) {
          seen.set(user);
          open.add(user);
        }
      }
    }
    Set<String> names = new HashSet<>();
    for (ExportedSymbol symbol : symbols) {
      if (seen.get(symbol.type())) {
        names.add(symbol.name());
      }
    }
    return names;
  }
}
