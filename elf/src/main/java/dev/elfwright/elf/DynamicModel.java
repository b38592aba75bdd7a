package dev.elfwright.elf;

import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.OsAbi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a loader sees of a file: the dynamic section, and the tables it names by address. Nothing
 * here reads a section header, so it works on files without any.
 */
public final class DynamicModel {
  private final ElfModel model;
  private final ElfBytes in;
  private final DynamicTable table;
  private @Nullable StringTable strings;
  private @Nullable SymbolTable symbols;

  DynamicModel(ElfModel model, DynamicTable table) {
    this.model = model;
    this.in = model.bytes();
    this.table = table;
  }

  /** The entries as they stand. */
  public DynamicTable table() {
    return table;
  }

  /** The value of a tag, or empty. */
  public OptionalLong value(long tag) {
    return table.value(tag);
  }

  private long valueOr(long tag, long otherwise) {
    return table.value(tag).orElse(otherwise);
  }

  /** DT_STRTAB. */
  public StringTable strings() {
    StringTable made = strings;
    if (made == null) {
      long size = valueOr(DynamicTag.STRSZ, 0);
      made =
          new StringTable(
              in, model.require(valueOr(DynamicTag.STRTAB, 0), size, "DT_STRTAB"), size);
      strings = made;
    }
    return made;
  }

  /** The values of all DT_NEEDED entries in order. */
  public List<String> needed() {
    return table.entries().stream()
        .filter(e -> e.tag() == DynamicTag.NEEDED)
        .map(e -> strings().at(e.value()))
        .toList();
  }

  private Optional<String> string(long tag) {
    OptionalLong at = table.value(tag);
    return at.isEmpty() ? Optional.empty() : Optional.of(strings().at(at.getAsLong()));
  }

  /** DT_SONAME. */
  public Optional<String> soname() {
    return string(DynamicTag.SONAME);
  }

  /** DT_RPATH, folders separated by colons. */
  public Optional<String> rpath() {
    return string(DynamicTag.RPATH);
  }

  /** DT_RUNPATH, folders separated by colons. */
  public Optional<String> runpath() {
    return string(DynamicTag.RUNPATH);
  }

  /** DT_FLAGS, 0 when absent. */
  public long flags() {
    return valueOr(DynamicTag.FLAGS, 0);
  }

  /** DT_FLAGS_1, 0 when absent. */
  public long flags1() {
    return valueOr(DynamicTag.FLAGS_1, 0);
  }

  /** Whether the object looks into itself first: DT_SYMBOLIC or DF_SYMBOLIC. */
  public boolean isSymbolic() {
    return table.value(DynamicTag.SYMBOLIC).isPresent() || (flags() & DynamicTag.DF_SYMBOLIC) != 0;
  }

  /** Whether relocations may lie in segments without write permission. */
  public boolean hasTextRelocations() {
    return table.value(DynamicTag.TEXTREL).isPresent() || (flags() & DynamicTag.DF_TEXTREL) != 0;
  }

  /** DT_GNU_HASH, or else DT_HASH. */
  public Optional<SymbolHash> hash() {
    OptionalLong gnu = table.value(DynamicTag.GNU_HASH);
    if (gnu.isPresent()) {
      return Optional.of(new GnuHash(in, model.require(gnu.getAsLong(), 16, "DT_GNU_HASH")));
    }
    OptionalLong sysv = table.value(DynamicTag.HASH);
    int entry = model.sysvHashEntry();
    return sysv.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SysvHash(in, model.require(sysv.getAsLong(), 2L * entry, "DT_HASH"), entry));
  }

  /**
   * DT_SYMTAB. The format has no field for its length: it is what the hash table proves and what
   * relocations name, whichever is more.
   */
  public SymbolTable symbols() {
    SymbolTable made = symbols;
    if (made == null) {
      long count = symbolCount();
      int entry = SymbolTable.entrySize(in.is64());
      if (count > in.size() / entry) {
        throw in.malformed(
            model.header().segmentOffset(),
            "DT_SYMTAB",
            count + " symbols do not fit into the file");
      }
      made =
          new SymbolTable(
              in,
              count == 0
                  ? 0
                  : model.require(valueOr(DynamicTag.SYMTAB, 0), count * entry, "DT_SYMTAB"),
              count,
              count == 0 ? new StringTable(in, 0, 0) : strings(),
              sectionIndices(count));
      symbols = made;
    }
    return made;
  }

  /** DT_SYMTAB_SHNDX. */
  private @Nullable SectionIndexTable sectionIndices(long count) {
    OptionalLong address = table.value(DynamicTag.SYMTAB_SHNDX);
    return address.isEmpty()
        ? null
        : new SectionIndexTable(
            in, model.require(address.getAsLong(), 4 * count, "DT_SYMTAB_SHNDX"), 4 * count);
  }

  private long symbolCount() {
    long count = hash().map(SymbolHash::symbolCount).orElse(0);
    // DT_HASH knows the whole table; a GNU hash table leaves out what is undefined behind it.
    OptionalLong sysv = table.value(DynamicTag.HASH);
    if (sysv.isPresent()) {
      int entry = model.sysvHashEntry();
      long at = model.require(sysv.getAsLong(), 2L * entry, "DT_HASH");
      count = Math.max(count, new SysvHash(in, at, entry).symbolCount());
    }
    HighestSymbol named = new HighestSymbol();
    relocations().forEach(t -> t.forEach(named));
    packedRelocations().forEach(t -> t.forEach(named));
    return Math.max(count, named.index + 1);
  }

  /** The highest index of a symbol that relocations name, -1 when there are none. */
  private static final class HighestSymbol implements Relocations.Visitor {
    private long index = -1;

    @Override
    public void relocation(long offset, long type, int symbol, long addend) {
      index = Math.max(index, Integer.toUnsignedLong(symbol));
    }
  }

  /** Symbol versions, empty when the object has none. */
  public Optional<VersionTable> versions() {
    OptionalLong versym = table.value(DynamicTag.VERSYM);
    if (versym.isEmpty()) {
      return Optional.empty();
    }
    int count = symbols().count();
    return Optional.of(
        new VersionTable(
            in,
            model.require(versym.getAsLong(), 2L * count, "DT_VERSYM"),
            count,
            table(DynamicTag.VERDEF, VersionDefinitions.ENTRY, "DT_VERDEF"),
            valueOr(DynamicTag.VERDEFNUM, 0),
            table(DynamicTag.VERNEED, VersionNeeds.ENTRY, "DT_VERNEED"),
            valueOr(DynamicTag.VERNEEDNUM, 0),
            strings()));
  }

  private long table(long tag, int entry, String name) {
    OptionalLong address = table.value(tag);
    return address.isEmpty() ? 0 : model.require(address.getAsLong(), entry, name);
  }

  /**
   * DT_RELA or DT_REL, then DT_JMPREL: the tables that name symbols. Empty ones are left out. Where
   * the second is the end of the first, as on PowerPC and SPARC, the first is given without it, as
   * glibc takes it (elf/dynamic-link.h).
   */
  public List<RelocationTable> relocations() {
    List<RelocationTable> found = new ArrayList<>(2);
    boolean pltHasAddend = valueOr(DynamicTag.PLTREL, DynamicTag.RELA) == DynamicTag.RELA;
    add(found, DynamicTag.RELA, sizeWithoutPlt(DynamicTag.RELA, DynamicTag.RELASZ), true);
    add(found, DynamicTag.REL, sizeWithoutPlt(DynamicTag.REL, DynamicTag.RELSZ), false);
    add(found, DynamicTag.JMPREL, valueOr(DynamicTag.PLTRELSZ, 0), pltHasAddend);
    return found;
  }

  private long sizeWithoutPlt(long tag, long sizeTag) {
    long size = valueOr(sizeTag, 0);
    long pltSize = valueOr(DynamicTag.PLTRELSZ, 0);
    boolean isEnd =
        valueOr(DynamicTag.PLTREL, DynamicTag.RELA) == tag
            && table.value(DynamicTag.JMPREL).isPresent()
            && valueOr(tag, 0) + size == valueOr(DynamicTag.JMPREL, 0) + pltSize;
    return isEnd && pltSize >= 0 && pltSize <= size ? size - pltSize : size;
  }

  private void add(List<RelocationTable> found, long tag, long size, boolean withAddend) {
    OptionalLong address = table.value(tag);
    if (address.isPresent() && size != 0) {
      found.add(
          new RelocationTable(
              in,
              model.require(address.getAsLong(), size, DynamicTag.name(tag)),
              size,
              withAddend,
              model.header().machine()));
    }
  }

  /**
   * DT_CREL, and DT_ANDROID_REL or DT_ANDROID_RELA: relocations that are no table and have to be
   * read from the front.
   */
  public List<Relocations> packedRelocations() {
    List<Relocations> found = new ArrayList<>(1);
    OptionalLong crel = table.value(DynamicTag.CREL);
    if (crel.isPresent()) {
      long start = model.require(crel.getAsLong(), 1, "DT_CREL");
      found.add(new CompactRelocations(in, start, model.roomAt(crel.getAsLong(), start)));
    }
    // The same numbers are DT_SUNW_FILTER, DT_SUNW_CAP, DT_SUNW_SYMTAB and DT_SUNW_SYMSZ.
    if (model.header().osAbi() != OsAbi.SOLARIS) {
      addAndroid(found, DynamicTag.ANDROID_REL, DynamicTag.ANDROID_RELSZ, false);
      addAndroid(found, DynamicTag.ANDROID_RELA, DynamicTag.ANDROID_RELASZ, true);
    }
    return found;
  }

  private void addAndroid(List<Relocations> found, long tag, long sizeTag, boolean withAddend) {
    OptionalLong address = table.value(tag);
    long size = valueOr(sizeTag, 0);
    if (address.isPresent() && size != 0) {
      long start = model.require(address.getAsLong(), size, DynamicTag.name(tag));
      found.add(new AndroidRelocations(in, start, size, withAddend));
    }
  }

  /**
   * The functions of an array in its order, as relocations make them; empty when it is not there.
   *
   * @throws ElfFormatException when it does not lie in the file, its size is no multiple of a word,
   *     or a relocation names a symbol that is not there
   */
  public List<FunctionPointer> functions(FunctionArray array) {
    return FunctionPointers.read(model, this, array);
  }

  /** DT_RELR, or else DT_ANDROID_RELR, which is the same by its older number. */
  public Optional<RelrTable> relr() {
    return relr(DynamicTag.RELR, DynamicTag.RELRSZ)
        .or(() -> relr(DynamicTag.ANDROID_RELR, DynamicTag.ANDROID_RELRSZ));
  }

  private Optional<RelrTable> relr(long tag, long sizeTag) {
    OptionalLong address = table.value(tag);
    long size = valueOr(sizeTag, 0);
    return address.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RelrTable(
                in, model.require(address.getAsLong(), size, DynamicTag.name(tag)), size));
  }
}
