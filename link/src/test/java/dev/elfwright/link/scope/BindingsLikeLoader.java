package dev.elfwright.link.scope;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.graph.LoadedObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All bindings of a program in the words of {@code LD_DEBUG=bindings}. */
final class BindingsLikeLoader {
  private BindingsLikeLoader() {}

  static Set<String> of(Scope scope) {
    Set<String> found = new TreeSet<>();
    LoadedObject program = scope.graph().program();
    for (LoadedObject object : scope.graph().objects()) {
      for (ResolvedReference r : scope.references(object)) {
        if (r.binding() instanceof Binding.Definition d && isLookedUp(r)) {
          boolean isProtected = visibility(r) == Symbol.VISIBILITY_PROTECTED;
          found.add(
              line(scope, object, d.object(), isProtected, r.name(), String.valueOf(r.version())));
        }
      }
    }
    String version = "GLIBC_2.2.5";
    for (String name : List.of("malloc", "calloc", "realloc", "free")) {
      if (scope.lookup(name, version, ReferenceClass.OTHER) instanceof Binding.Definition d) {
        found.add(line(scope, program, d.object(), false, name, version));
      }
    }
    return found;
  }

  private static int visibility(ResolvedReference r) {
    return r.from().dynamic().symbols().visibility(r.symbol());
  }

  /** What binds at home without a look-up is not in the loader's output. */
  private static boolean isLookedUp(ResolvedReference r) {
    SymbolTable symbols = r.from().dynamic().symbols();
    return symbols.binding(r.symbol()) != SymbolBinding.LOCAL
        && visibility(r) != Symbol.VISIBILITY_HIDDEN
        && visibility(r) != Symbol.VISIBILITY_INTERNAL;
  }

  private static String line(
      Scope scope,
      LoadedObject from,
      LoadedObject to,
      boolean isProtected,
      String name,
      String version) {
    return "%s -> %s %s %s %s"
        .formatted(
            name(scope, from),
            name(scope, to),
            isProtected ? "protected" : "normal",
            name,
            version);
  }

  private static String name(Scope scope, LoadedObject object) {
    return object == scope.graph().program() ? object.path().toString() : object.name();
  }
}
