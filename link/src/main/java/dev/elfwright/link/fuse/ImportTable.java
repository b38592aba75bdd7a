package dev.elfwright.link.fuse;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolType;
import dev.elfwright.link.graph.LoadedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One word for each symbol that stays outside, in one place: PLT entries jump through it, and slots
 * elsewhere are filled from it. With a guard over libc, all but one of its symbols are a known
 * distance from that one, the anchor; ld.so looks up the anchor and what has no known distance.
 */
final class ImportTable {
  private static final Comparator<Target.Import> ORDER =
      Comparator.<Target.Import>comparingInt(i -> i.provider().index())
          .thenComparingInt(Target.Import::symbol);

  private final List<Target.Import> imports;
  private final Map<Target.Import, Integer> index = new HashMap<>();
  private final Optional<Target.Import> anchor;
  private final Guard guard;

  ImportTable(Collection<PartEdits> edits, Guard guard, List<Target.Import> more) {
    TreeSet<Target.Import> all = new TreeSet<>(ORDER);
    for (PartEdits e : edits) {
      e.imports.forEach(s -> all.add(s.target()));
      e.calls.values().forEach(
          t -> {
            if (t instanceof Target.Import i) {
              all.add(i);
            }
          });
    }
    all.addAll(more);
    this.guard = guard;
    imports = new ArrayList<>(all);
    for (int i = 0; i < imports.size(); i++) {
      index.put(imports.get(i), i);
    }
    anchor = imports.stream().filter(this::hasKnownDistance).findFirst();
  }

  private boolean hasKnownDistance(Target.Import i) {
    if (guard != Guard.FILES || !Selection.isLibc(i.provider())) {
      return false;
    }
    SymbolTable t = symbols(i);
    return switch (t.type(i.symbol())) {
      case SymbolType.NOTYPE, SymbolType.OBJECT, SymbolType.FUNC ->
          t.sectionIndex(i.symbol()) != Symbol.SECTION_ABSOLUTE;
      default -> false;
    };
  }

  private static SymbolTable symbols(Target.Import i) {
    LoadedObject provider = i.provider();
    return provider.dynamic().symbols();
  }

  int count() {
    return imports.size();
  }

  int indexOf(Target.Import i) {
    return index.get(i);
  }

  Optional<Integer> anchorIndex() {
    return anchor.map(index::get);
  }

  /** The anchor's distance from the start of libc. */
  long anchorValue() {
    return anchor.map(a -> symbols(a).value(a.symbol())).orElse(0L);
  }

  /** The distance of each import from the start of libc, 0 where ld.so looks it up. */
  long[] distances() {
    long[] values = new long[imports.size()];
    for (int i = 0; i < values.length; i++) {
      Target.Import imported = imports.get(i);
      if (hasKnownDistance(imported) && !imported.equals(anchor.orElseThrow())) {
        values[i] = symbols(imported).value(imported.symbol());
      }
    }
    return values;
  }

  /** What ld.so looks up, with its index. */
  Map<Target.Import, Integer> lookedUp() {
    Map<Target.Import, Integer> found = new java.util.LinkedHashMap<>();
    for (int i = 0; i < imports.size(); i++) {
      Target.Import imported = imports.get(i);
      if (!hasKnownDistance(imported) || imported.equals(anchor.orElseThrow())) {
        found.put(imported, i);
      }
    }
    return found;
  }
}
