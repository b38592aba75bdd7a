package dev.elfwright.link.fuse;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding;
import dev.elfwright.link.scope.ReferenceClass;
import dev.elfwright.link.scope.Scope;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Binds references as the loader would, and says what they come to. Safe for many threads. */
final class SymbolTargets {
  private final Scope scope;
  private final Map<LoadedObject, Part> parts = new IdentityHashMap<>();
  private final Wrappers wrappers;
  private final FuseOptions options;

  SymbolTargets(Scope scope, List<Part> all, Wrappers wrappers, FuseOptions options) {
    this.scope = scope;
    this.wrappers = wrappers;
    this.options = options;
    all.forEach(p -> parts.put(p.object(), p));
  }

  Optional<Part> part(LoadedObject object) {
    return Optional.ofNullable(parts.get(object));
  }

  Binding bind(Part from, int symbol, ReferenceClass cls) {
    Binding bound = scope.bind(from.object(), symbol, cls);
    if (bound instanceof Binding.Definition d && cls != ReferenceClass.COPY) {
      if (!options.obeys(Rule.SCOPE_ORDER)) {
        return firstOfName(List.of(from.object()), d);
      }
      if (!options.obeys(Rule.BINDING)) {
        return firstOfName(scope.graph().objects(), d);
      }
    }
    return bound;
  }

  /** What a linker might think that knows names only. */
  private static Binding firstOfName(List<LoadedObject> objects, Binding.Definition or) {
    for (LoadedObject o : objects) {
      SymbolTable t = o.dynamic().symbols();
      for (int i = 1; i < t.count(); i++) {
        if (!t.isUndefined(i) && t.name(i).equals(or.name())) {
          return new Binding.Definition(o, i);
        }
      }
    }
    return or;
  }

  Target target(Part from, int symbol, ReferenceClass cls) {
    if (symbol == 0) {
      return new Target.Constant(0);
    }
    return switch (bind(from, symbol, cls)) {
      case Binding.Definition d -> definition(d);
      case Binding.Unresolved u -> unresolved(from, u, cls);
    };
  }

  private Target definition(Binding.Definition d) {
    SymbolTable table = d.object().dynamic().symbols();
    Part part = parts.get(d.object());
    if (part == null) {
      Target.Import function = new Target.Import(d.object(), d.symbol());
      OptionalLong wrapper = wrappers.standingBefore(function);
      return wrapper.isPresent() ? new Target.Address(wrapper.getAsLong()) : function;
    }
    long value = table.value(d.symbol());
    if (table.sectionIndex(d.symbol()) == Symbol.SECTION_ABSOLUTE) {
      return new Target.Constant(value);
    }
    return table.type(d.symbol()) == SymbolType.GNU_IFUNC && !table.isUndefined(d.symbol())
        ? new Target.Resolver(part.bias() + value)
        : new Target.Address(part.bias() + value);
  }

  /**
   * A strong reference from data ends a program at its start, so one that is fused has none; but
   * libraries bound lazily may call functions that nothing defines, as long as they do not.
   */
  private static Target unresolved(Part from, Binding.Unresolved u, ReferenceClass cls) {
    if (u.weak()) {
      return new Target.Constant(0);
    }
    if (cls == ReferenceClass.JUMP_SLOT) {
      return new Target.Undefined(u.name());
    }
    throw from.malformed("relocation", "symbol '" + u.name() + "' is defined nowhere");
  }
}
