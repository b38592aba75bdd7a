package dev.elfwright.link.fuse;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.graph.LoadedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final Set<String> ALLOCATORS = Set.of("malloc", "calloc", "realloc", "free");

  private final List<Target.Import> imports;
  private final Map<Target.Import, Integer> index = new HashMap<>();
  private final Optional<Target.Import> anchor;
  private final Guard guard;

  ImportTable(Collection<PartEdits> edits, Guard guard, List<Target.Import> more) {
    TreeSet<Target.Import> all = new TreeSet<>(ORDER);
    for (PartEdits e : edits) {
      e.imports.forEach(s -> all.add(s.target()));
      e.calls
          .values()
          .forEach(t -> {
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
    // A function: the program may hold a copy of data, which ld.so would find first.
    anchor =
        imports.stream()
            .filter(i -> symbols(i).type(i.symbol()) == SymbolType.FUNC && hasKnownDistance(i))
            .findFirst();
  }

  private boolean hasKnownDistance(Target.Import i) {
    if (guard != Guard.FILES || !Selection.isLibc(i.provider())) {
      return false;
    }
    SymbolTable t = symbols(i);
    // ld.so itself calls these before the starter runs (glibc elf/dl-minimal.c).
    if (ALLOCATORS.contains(t.name(i.symbol()))) {
      return false;
    }
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

  /**
   * The relocation by which ld.so fills the word. A function is looked up as a call, or ld.so would
   * answer with the address that this very file gives for it (glibc elf/dl-lookup.c, do_lookup_x).
   */
  static int relocationType(Target.Import i) {
    return switch (symbols(i).type(i.symbol())) {
      case SymbolType.FUNC, SymbolType.GNU_IFUNC -> X86_64.JUMP_SLOT;
      default -> X86_64.GLOB_DAT;
    };
  }

  int count() {
    return imports.size();
  }

  Target.Import get(int i) {
    return imports.get(i);
  }

  int indexOf(Target.Import i) {
    return requireNonNull(index.get(i));
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
