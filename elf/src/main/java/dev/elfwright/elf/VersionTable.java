package dev.elfwright.elf;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Symbol versions of a file: SHT_GNU_versym, SHT_GNU_verdef and SHT_GNU_verneed (LSB Core, "Symbol
 * Versioning").
 *
 * <p>versym has two bytes a symbol: 0 local, 1 global without version, from 2 on an index into the
 * definitions and needs; bit 15 hides.
 */
public final class VersionTable {
  /** VER_NDX_LOCAL. */
  public static final int LOCAL = 0;

  /** VER_NDX_GLOBAL. */
  public static final int GLOBAL = 1;

  /** Bit 15 of a versym entry. */
  public static final int HIDDEN = 0x8000;

  private static final int BASE = 1;
  private static final int WEAK = 2;

  private final VersionSymbols symbols;
  private final Map<Integer, SymbolVersion> byIndex;

  VersionTable(
      ElfBytes in,
      long versym,
      int count,
      long verdef,
      long verdefCount,
      long verneed,
      long verneedCount,
      StringTable names) {
    this.symbols = new VersionSymbols(in, versym, count);
    Map<Integer, SymbolVersion> found = new LinkedHashMap<>();
    addDefinitions(new VersionDefinitions(in, verdef, verdefCount, names), found);
    addNeeds(new VersionNeeds(in, verneed, verneedCount, names), found);
    this.byIndex = found;
  }

  private static void addDefinitions(
      VersionDefinitions definitions, Map<Integer, SymbolVersion> found) {
    for (VersionDefinitions.Definition d : definitions.definitions()) {
      boolean base = (d.flags() & BASE) != 0;
      found.put(
          d.index() & ~HIDDEN, new SymbolVersion(d.name(), false, new SymbolVersion.Defined(base)));
    }
  }

  /** glibc reads needs first and lets a definition of the same index replace them. */
  private static void addNeeds(VersionNeeds needs, Map<Integer, SymbolVersion> found) {
    for (VersionNeeds.Need need : needs.needs()) {
      for (VersionNeeds.Version v : need.versions()) {
        boolean weak = (v.flags() & WEAK) != 0;
        boolean exact = (v.index() & HIDDEN) != 0;
        found.putIfAbsent(
            v.index() & ~HIDDEN,
            new SymbolVersion(v.name(), false, new SymbolVersion.Needed(need.file(), weak, exact)));
      }
    }
  }

  /** Steps forward only, and by a whole entry, so that no chain loops or crawls. */
  static long advance(ElfBytes in, long at, long next, int entry, String structure) {
    if (next < entry && next != 0) {
      throw in.malformed(
          at, structure, "next entry %d bytes on overlaps this one of %d".formatted(next, entry));
    }
    return at + next;
  }

  /** The versym entry of a symbol, bit 15 included. */
  public int raw(int symbol) {
    return symbols.raw(symbol);
  }

  /**
   * The version of a symbol, or null when it has none: local, global, or an index never declared.
   * The file's own name, the base definition, is no version: glibc's elf/dl-version.c leaves it out
   * so that no reference matches it.
   */
  public @Nullable SymbolVersion version(int symbol) {
    int raw = raw(symbol);
    SymbolVersion v = byIndex.get(raw & ~HIDDEN);
    boolean base = v != null && v.from() instanceof SymbolVersion.Defined(var isBase) && isBase;
    if (v == null || base || (raw & ~HIDDEN) == LOCAL) {
      return null;
    }
    return (raw & HIDDEN) == 0 ? v : new SymbolVersion(v.name(), true, v.from());
  }

  /** All declared versions by index, definitions first, in the file's order. */
  public Map<Integer, SymbolVersion> declared() {
    return java.util.Collections.unmodifiableMap(byIndex);
  }
}
