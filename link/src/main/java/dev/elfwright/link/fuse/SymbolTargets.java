package dev.elfwright.link.fuse;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolType;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding;
import dev.elfwright.link.scope.ReferenceClass;
import dev.elfwright.link.scope.Scope;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds references as the loader would, and says what they come to. Safe for many threads. */
final class SymbolTargets {
  private final Scope scope;
  private final Map<LoadedObject, Part> parts = new IdentityHashMap<>();
  private final Map<String, Long> wrappers;
  private final LoadedObject libc;

  SymbolTargets(
      Scope scope, List<Part> all, LoadedObject libc, Map<String, Long> wrappers) {
    this.scope = scope;
    this.libc = libc;
    this.wrappers = wrappers;
    all.forEach(p -> parts.put(p.object(), p));
  }

  Optional<Part> part(LoadedObject object) {
    return Optional.ofNullable(parts.get(object));
  }

  Binding bind(Part from, int symbol, ReferenceClass cls) {
    return scope.bind(from.object(), symbol, cls);
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
      Long wrapper = d.object() == libc ? wrappers.get(table.name(d.symbol())) : null;
      return wrapper != null
          ? new Target.Address(wrapper)
          : new Target.Import(d.object(), d.symbol());
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
