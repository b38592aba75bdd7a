package dev.elfwright.link.fuse;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.graph.LoadedObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the fused file shows to libc, to kept libraries and to plugins: all that its parts showed,
 * in the order in which they were searched. Of two parts that define a name with one version, the
 * first is found; so is a kept library that stood before a part.
 */
final class Exports {
  private record Key(String name, @Nullable String version) {}

  private final Selection selection;
  private final Map<LoadedObject, Part> parts;
  private final Set<Key> taken = new HashSet<>();
  private final Set<String> defaults = new HashSet<>();
  private final Set<String> kept = new HashSet<>();
  private final List<DynamicSymbol> symbols = new ArrayList<>();

  private Exports(Selection selection, Map<LoadedObject, Part> parts) {
    this.selection = selection;
    this.parts = parts;
  }

  static List<DynamicSymbol> of(Selection selection, List<Part> all) {
    Map<LoadedObject, Part> parts = new LinkedHashMap<>();
    all.forEach(p -> parts.put(p.object(), p));
    Exports e = new Exports(selection, parts);
    for (LoadedObject o : selection.graph().objects()) {
      e.add(o, parts.get(o));
    }
    return e.symbols;
  }

  private void add(LoadedObject object, @Nullable Part part) {
    SymbolTable table = object.dynamic().symbols();
    Optional<VersionTable> versions = object.dynamic().versions();
    for (int i = 1; i < table.count(); i++) {
      boolean canonicalPlt =
          part != null
              && table.isUndefined(i)
              && table.value(i) != 0
              && object == selection.program();
      if (!isVisible(table, i) || (table.isUndefined(i) && !canonicalPlt)) {
        continue;
      }
      int raw = versions.isPresent() ? versions.get().raw(i) : VersionTable.GLOBAL;
      if ((raw & ~VersionTable.HIDDEN) == VersionTable.LOCAL) {
        continue;
      }
      SymbolVersion v = versions.isPresent() ? versions.get().version(i) : null;
      add(table, i, part, v, (raw & VersionTable.HIDDEN) != 0, canonicalPlt);
    }
  }

  private static boolean isVisible(SymbolTable t, int i) {
    return t.binding(i) != SymbolBinding.LOCAL
        && (t.visibility(i) == Symbol.VISIBILITY_DEFAULT
            || t.visibility(i) == Symbol.VISIBILITY_PROTECTED)
        && switch (t.type(i)) {
          case SymbolType.NOTYPE,
              SymbolType.OBJECT,
              SymbolType.FUNC,
              SymbolType.COMMON,
              SymbolType.TLS,
              SymbolType.GNU_IFUNC ->
              true;
          default -> false;
        };
  }

  private void add(
      SymbolTable t,
      int i,
      @Nullable Part part,
      @Nullable SymbolVersion v,
      boolean hidden,
      boolean canonicalPlt) {
    String name = t.name(i);
    boolean base = v != null && v.from() instanceof SymbolVersion.Defined(boolean b) && b;
    String version = v == null || base ? null : v.name();
    boolean isDefault = !hidden;
    // A function's address in the program and its definition in a library are found by different
    // kinds of lookup: both stay.
    if (!canonicalPlt) {
      if (!taken.add(new Key(name, version))) {
        return;
      }
      boolean first = hidden || defaults.add(name);
      if (part == null) {
        kept.add(name);
      }
      // Within one object ld.so prefers what has no version, for whatever version is asked (glibc
      // elf/dl-lookup.c, check_match): it must not hide what came before.
      if (version == null && (!first || kept.contains(name))) {
        return;
      }
      isDefault = !hidden && first;
    }
    if (part == null) {
      return;
    }
    symbols.add(
        new DynamicSymbol(
            name,
            t.info(i),
            t.other(i),
            !canonicalPlt,
            t.sectionIndex(i) == Symbol.SECTION_ABSOLUTE,
            value(t, i, part),
            t.size(i),
            version == null || v == null ? null : new DynamicSymbol.Version(version, keptFile(v)),
            !isDefault));
  }

  private static long value(SymbolTable t, int i, Part part) {
    if (t.sectionIndex(i) == Symbol.SECTION_ABSOLUTE) {
      return t.value(i);
    }
    return t.type(i) == SymbolType.TLS ? part.tlsOffset() + t.value(i) : part.bias() + t.value(i);
  }

  /** A copy in the program of a kept library's data keeps that library's version. */
  private @Nullable String keptFile(SymbolVersion v) {
    if (!(v.from() instanceof SymbolVersion.Needed needed)) {
      return null;
    }
    return selection.kept().stream()
        .filter(o -> !parts.containsKey(o))
        .filter(o -> o.soname().filter(needed.file()::equals).isPresent())
        .findFirst()
        .map(Needs::nameOf)
        .orElse(null);
  }
}
