package dev.elfwright.link.scope;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding.Definition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The walk over the objects of a scope (glibc elf/dl-lookup.c, do_lookup_x). In each object the
 * first symbol that matches decides, even if it decides that the object has nothing to offer.
 */
final class Lookup {
  /** The position of a program that has no symbols. */
  static final int NO_PROGRAM = -1;

  private final List<ScopeObject> objects;
  private final DefinitionIndex index;
  private final int[] positions;
  private final int program;

  Lookup(List<ScopeObject> objects, DefinitionIndex index, int[] positions, int program) {
    this.objects = objects;
    this.index = index;
    this.positions = positions;
    this.program = program;
  }

  /** The first definition in the scope. */
  @Nullable Definition inScope(Reference reference, ReferenceClass cls) {
    for (int entry = index.first(reference.hash()); entry >= 0; ) {
      int owner = index.owner(entry);
      boolean skip = cls == ReferenceClass.COPY && owner == program;
      int chosen = skip ? NOTHING : choose(entry, reference, cls);
      if (chosen != NOTHING && counts(objects.get(owner), chosen)) {
        return new Definition(objects.get(owner).object(), chosen);
      }
      entry = nextObject(entry);
    }
    return null;
  }

  /** A definition in one object. */
  @Nullable Definition in(LoadedObject object, Reference reference, ReferenceClass cls) {
    int position = positions[object.index()];
    int entry = index.first(reference.hash());
    while (entry >= 0 && index.owner(entry) != position) {
      entry = index.after(entry);
    }
    if (entry < 0 || (cls == ReferenceClass.COPY && position == program)) {
      return null;
    }
    int chosen = choose(entry, reference, cls);
    return chosen != NOTHING && counts(objects.get(position), chosen)
        ? new Definition(objects.get(position).object(), chosen)
        : null;
  }

  private static final int NOTHING = -1;

  /** The symbol that an object offers, of those from {@code first} on in the chain. */
  private int choose(int first, Reference reference, ReferenceClass cls) {
    int owner = index.owner(first);
    ScopeObject object = objects.get(owner);
    int versioned = 0;
    int candidate = NOTHING;
    for (int entry = first; entry >= 0 && index.owner(entry) == owner; entry = index.after(entry)) {
      int symbol = index.symbol(entry);
      switch (Match.of(object, symbol, reference, cls)) {
        case YES -> {
          return symbol;
        }
        case IF_ALONE -> {
          if (versioned++ == 0) {
            candidate = symbol;
          }
        }
        case NO -> {}
      }
    }
    return versioned == 1 ? candidate : NOTHING;
  }

  /** Whether other objects see the symbol. */
  private static boolean counts(ScopeObject object, int symbol) {
    int visibility = object.symbols().visibility(symbol);
    if (visibility == Symbol.VISIBILITY_HIDDEN || visibility == Symbol.VISIBILITY_INTERNAL) {
      return false;
    }
    return switch (object.symbols().binding(symbol)) {
      // A weak definition is as good as any other since glibc 2.2.
      case SymbolBinding.GLOBAL, SymbolBinding.WEAK, SymbolBinding.GNU_UNIQUE -> true;
      default -> false;
    };
  }

  private int nextObject(int entry) {
    int owner = index.owner(entry);
    int at = entry;
    while (at >= 0 && index.owner(at) == owner) {
      at = index.after(at);
    }
    return at;
  }
}
