package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.constant.DynamicTag;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What stands behind the name of a dynamic symbol: {@code @VERSION}. */
final class SymbolVersions {
  /** How a version belongs to its symbol. */
  enum Kind {
    /** The one that a reference without version gets: {@code @@}. */
    PUBLIC,
    /** Found by its own name only. */
    HIDDEN,
    /** Needed from another file. */
    NEEDED
  }

  /**
   * A version as it is printed.
   *
   * @param name a copy
   * @param number vna_other, of a needed version
   */
  record Version(Name name, Kind kind, int number) {
    /** The {@code @} or {@code @@} and the name. */
    void print(Text out) {
      out.put(kind == Kind.PUBLIC ? "@@" : "@").put(name);
    }
  }

  private static final int HIDDEN = 0x8000;
  private static final int BASE = 1;
  private static final Name CORRUPT = Name.of("<corrupt>");

  /** Versions by their versym entry, the hidden ones at odd places. */
  private static final class Memory {
    private @Nullable Version[] known = new Version[64];

    private static int place(int raw) {
      return (raw & ~HIDDEN) << 1 | raw >>> 15;
    }

    @Nullable Version get(int raw) {
      int place = place(raw);
      return place < known.length ? known[place] : null;
    }

    void put(int raw, Version version) {
      int place = place(raw);
      if (place >= known.length) {
        known = Arrays.copyOf(known, Math.max(place + 1, 2 * known.length));
      }
      known[place] = version;
    }
  }

  private final ElfBytes in;
  private final VersionDeclarations declared;
  private final @Nullable StringBytes names;
  private final long versym;
  private final long count;
  // The same few versions are asked for again and again.
  private final Memory defined = new Memory();
  private final Memory needed = new Memory();

  private SymbolVersions(Image image, @Nullable StringBytes names, long versym) {
    this.in = image.bytes();
    this.declared = image.versions();
    this.names = names;
    this.versym = versym;
    this.count = Math.max(0, (in.size() - versym) / 2);
  }

  /** The versions of the dynamic symbols, or null when the file has none. */
  static @Nullable SymbolVersions of(Image image, @Nullable StringBytes names) {
    long address = image.dynamic().value(DynamicTag.VERSYM);
    if (address == 0) {
      return null;
    }
    long offset = image.offsetOf(address, 2);
    return image.has(offset, 2) ? new SymbolVersions(image, names, offset) : null;
  }

  /**
   * The version of a symbol, or null for none.
   *
   * @param index its index in the dynamic symbol table
   * @param isDefined whether st_shndx is not SHN_UNDEF
   * @param nameOffset st_name: the symbol that stands for a version has no version
   */
  @Nullable Version of(int index, boolean isDefined, long nameOffset) {
    if (index >= count) {
      return null;
    }
    int raw = in.u16(versym + 2L * index);
    if (raw == 0) {
      return null;
    }
    int highest = 0;
    if (isDefined && raw != (HIDDEN | 1) && declared.hasDefinitions()) {
      highest = declared.highestDefinition();
      VersionDeclarations.Definition d = declared.definition(raw & ~HIDDEN);
      if (d != null) {
        if ((raw & ~HIDDEN) == 1 && d.flags() == BASE) {
          return null;
        }
        if (d.name() >= 0 && d.name() != nameOffset) {
          return definedAs(raw, d);
        }
      }
    }
    return declared.hasNeeds() ? neededAs(raw, highest) : null;
  }

  private Version definedAs(int raw, VersionDeclarations.Definition d) {
    Version known = defined.get(raw);
    if (known == null) {
      known = new Version(name(d.name()), kind(raw), 0);
      defined.put(raw, known);
    }
    return known;
  }

  private @Nullable Version neededAs(int raw, int highest) {
    Version known = needed.get(raw);
    if (known != null) {
      return known;
    }
    Long name = declared.need(raw);
    if (name != null) {
      known = new Version(name(name), Kind.NEEDED, raw);
      needed.put(raw, known);
      return known;
    }
    int index = raw & ~HIDDEN;
    return (highest != 0 || index != 1) && index > highest
        ? new Version(CORRUPT, kind(raw), 0)
        : null;
  }

  private static Kind kind(int raw) {
    return (raw & HIDDEN) != 0 ? Kind.HIDDEN : Kind.PUBLIC;
  }

  private Name name(long offset) {
    StringBytes table = names;
    return table != null && table.contains(offset) ? table.name(offset).copy() : CORRUPT;
  }
}
