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

  /** Size in bytes of Elf_Verdef and of Elf_Verneed, in both classes. */
  static final int DEFINITION = 20;

  static final int NEED = 16;

  private static final int BASE = 1;
  private static final int WEAK = 2;

  private final ElfBytes in;
  private final long versym;
  private final int count;
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
    in.require(versym, 2L * count, "symbol versions");
    this.in = in;
    this.versym = versym;
    this.count = count;
    Map<Integer, SymbolVersion> found = new LinkedHashMap<>();
    readDefinitions(in, verdef, verdefCount, names, found);
    readNeeds(in, verneed, verneedCount, names, found);
    this.byIndex = found;
  }

  /**
   * Elf_Verdef: vd_version 0, vd_flags 2, vd_ndx 4, vd_cnt 6, vd_hash 8, vd_aux 12, vd_next 16;
   * Elf_Verdaux: vda_name 0, vda_next 4. The first Verdaux is the version's own name.
   */
  private static void readDefinitions(
      ElfBytes in, long start, long n, StringTable names, Map<Integer, SymbolVersion> found) {
    long at = start;
    for (long i = 0; i < n; i++) {
      in.require(at, DEFINITION, "version definition");
      long aux = at + in.u32(at + 12);
      in.require(aux, 8, "version definition name");
      boolean base = (in.u16(at + 2) & BASE) != 0;
      found.put(
          in.u16(at + 4) & ~HIDDEN,
          new SymbolVersion(names.at(in.u32(aux)), false, new SymbolVersion.Defined(base)));
      long next = in.u32(at + 16);
      if (next == 0) {
        break;
      }
      at = advance(in, at, next, DEFINITION, "version definition");
    }
  }

  /**
   * Elf_Verneed: vn_version 0, vn_cnt 2, vn_file 4, vn_aux 8, vn_next 12; Elf_Vernaux: vna_hash 0,
   * vna_flags 4, vna_other 6, vna_name 8, vna_next 12.
   */
  private static void readNeeds(
      ElfBytes in, long start, long n, StringTable names, Map<Integer, SymbolVersion> found) {
    long at = start;
    // Entries that do not overlap are at most this many; without the limit, n needs that share
    // their entries would cost n times 65535 steps.
    long room = in.size() / NEED;
    for (long i = 0; i < n; i++) {
      in.require(at, NEED, "version need");
      String file = names.at(in.u32(at + 4));
      long aux = at + in.u32(at + 8);
      int auxCount = in.u16(at + 2);
      for (int a = 0; a < auxCount; a++) {
        in.require(aux, NEED, "version need entry");
        if (--room < 0) {
          throw in.malformed(aux, "version need entry", "needs share their entries");
        }
        int other = in.u16(aux + 6);
        boolean weak = (in.u16(aux + 4) & WEAK) != 0;
        // glibc reads needs first and lets a definition of the same index replace them.
        found.putIfAbsent(
            other & ~HIDDEN,
            new SymbolVersion(
                names.at(in.u32(aux + 8)),
                false,
                new SymbolVersion.Needed(file, weak, (other & HIDDEN) != 0)));
        long next = in.u32(aux + 12);
        if (next == 0) {
          break;
        }
        aux = advance(in, aux, next, NEED, "version need entry");
      }
      long next = in.u32(at + 12);
      if (next == 0) {
        break;
      }
      at = advance(in, at, next, NEED, "version need");
    }
  }

  /** Steps forward only, and by a whole entry, so that no chain loops or crawls. */
  private static long advance(ElfBytes in, long at, long next, int entry, String structure) {
    if (next < entry && next != 0) {
      throw in.malformed(
          at, structure, "next entry %d bytes on overlaps this one of %d".formatted(next, entry));
    }
    return at + next;
  }

  /** The versym entry of a symbol, bit 15 included. */
  public int raw(int symbol) {
    return in.u16(versym + 2L * java.util.Objects.checkIndex(symbol, count));
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
