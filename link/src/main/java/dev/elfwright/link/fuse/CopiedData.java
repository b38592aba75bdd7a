package dev.elfwright.link.fuse;

import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.graph.LoadedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Small variables of libc, such as stderr and environ, that an image at a fixed address holds
 * itself, as programs at a fixed address do (x86-64 psABI, R_X86_64_COPY): libc uses that copy, and
 * a pointer to it needs no work at start. Names for one variable stay names for one variable.
 */
final class CopiedData {
  private static final long LARGEST = 64;
  private static final int ALIGNMENT = 16;

  private final LoadedObject libc;
  private final Map<Long, Long> places = new TreeMap<>();
  private final Map<Long, Target.Import> representatives = new LinkedHashMap<>();
  private long size;
  private long base;

  private CopiedData(LoadedObject libc) {
    this.libc = libc;
  }

  static CopiedData of(LoadedObject libc, Collection<PartEdits> edits) {
    CopiedData c = new CopiedData(libc);
    for (PartEdits e : edits) {
      for (PartEdits.ImportSlot s : e.imports) {
        if (c.applies(s.target())) {
          c.representatives.putIfAbsent(c.value(s.target()), s.target());
        }
      }
    }
    for (long value : new TreeMap<>(c.representatives).keySet()) {
      c.places.put(value, c.size);
      c.size += ImageLayout.roundUp(c.sizeAt(value), ALIGNMENT);
    }
    return c;
  }

  static CopiedData none(LoadedObject libc) {
    return new CopiedData(libc);
  }

  private boolean applies(Target.Import i) {
    SymbolTable t = libc.dynamic().symbols();
    return i.provider() == libc
        && t.type(i.symbol()) == SymbolType.OBJECT
        && t.size(i.symbol()) > 0
        && t.size(i.symbol()) <= LARGEST;
  }

  private long value(Target.Import i) {
    return libc.dynamic().symbols().value(i.symbol());
  }

  private long sizeAt(long value) {
    SymbolTable t = libc.dynamic().symbols();
    long most = 0;
    for (int i = 1; i < t.count(); i++) {
      if (isName(t, i, value)) {
        most = Math.max(most, t.size(i));
      }
    }
    return most;
  }

  private static boolean isName(SymbolTable t, int i, long value) {
    return t.value(i) == value
        && !t.isUndefined(i)
        && t.type(i) == SymbolType.OBJECT
        && t.binding(i) != SymbolBinding.LOCAL;
  }

  long size() {
    return size;
  }

  void placeAt(long address) {
    base = address;
  }

  /** The address of the copy, or empty where there is none. */
  Optional<Long> addressOf(Target.Import i) {
    Long place = applies(i) ? places.get(value(i)) : null;
    return Optional.ofNullable(place).map(p -> base + p);
  }

  List<PartEdits.LoaderRelocation> relocations() {
    List<PartEdits.LoaderRelocation> found = new ArrayList<>();
    representatives.forEach((value, i) ->
        found.add(
            new PartEdits.LoaderRelocation(
                base + java.util.Objects.requireNonNull(places.get(value)), X86_64.COPY, i, 0)));
    return found;
  }

  /** Every name that libc has for what is copied. */
  List<DynamicSymbol> symbols() {
    SymbolTable t = libc.dynamic().symbols();
    List<DynamicSymbol> found = new ArrayList<>();
    for (int i = 1; i < t.count(); i++) {
      Long place = places.get(t.value(i));
      if (place != null && isName(t, i, t.value(i))) {
        int index = i;
        SymbolVersion v = libc.dynamic().versions().map(x -> x.version(index)).orElse(null);
        found.add(
            new DynamicSymbol(
                t.name(i),
                t.info(i),
                0,
                true,
                false,
                base + place,
                t.size(i),
                v == null ? null : new DynamicSymbol.Version(v.name(), Needs.nameOf(libc)),
                v != null && v.hidden()));
      }
    }
    return found;
  }
}
