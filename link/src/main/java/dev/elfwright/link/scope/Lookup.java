package dev.elfwright.link.scope;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding.Definition;
import org.jspecify.annotations.Nullable;

/**
 * The walk over the objects of a scope (glibc elf/dl-lookup.c, do_lookup_x). In each object the
 * first symbol that matches decides, even if it decides that the object has nothing to offer.
 */
interface Lookup {
  /** The position of a program that has no symbols. */
  int NO_PROGRAM = -1;

  /** The first definition in the scope. */
  @Nullable Definition inScope(Reference reference, ReferenceClass cls);

  /** A definition in one object. */
  @Nullable Definition in(LoadedObject object, Reference reference, ReferenceClass cls);

  /** The symbol that an object offers, of those of one hash, given in the order of its table. */
  final class Choice {
    private static final int NOTHING = -1;

    private final ScopeObject object;
    private final Reference reference;
    private final ReferenceClass cls;
    private int chosen = NOTHING;
    private int candidate = NOTHING;
    private int versioned;

    Choice(ScopeObject object, Reference reference, ReferenceClass cls) {
      this.object = object;
      this.reference = reference;
      this.cls = cls;
    }

    void consider(int symbol) {
      if (chosen != NOTHING) {
        return;
      }
      switch (Match.of(object, symbol, reference, cls)) {
        case YES -> chosen = symbol;
        case IF_ALONE -> {
          if (versioned++ == 0) {
            candidate = symbol;
          }
        }
        case NO -> {}
      }
    }

    boolean isDecided() {
      return chosen != NOTHING;
    }

    @Nullable Definition definition() {
      int symbol = chosen == NOTHING && versioned == 1 ? candidate : chosen;
      return symbol != NOTHING && counts(object, symbol)
          ? new Definition(object.object(), symbol)
          : null;
    }

    /** Whether other objects see the symbol. */
    private static boolean counts(ScopeObject object, int symbol) {
      int visibility = object.symbols().visibility(symbol);
      if (visibility == Symbol.VISIBILITY_HIDDEN || visibility == Symbol.VISIBILITY_INTERNAL) {
        return false;
      }
      return switch (object.symbols().binding(symbol)) {
        case SymbolBinding.GLOBAL, SymbolBinding.WEAK, SymbolBinding.GNU_UNIQUE -> true;
        default -> false;
      };
    }
  }
}
