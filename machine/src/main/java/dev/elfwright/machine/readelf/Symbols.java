package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionType;
import org.jspecify.annotations.Nullable;

/**
 * A symbol table section with its names, its versions, and the indices that st_shndx cannot hold.
 */
final class Symbols {
  private static final int EXTENDED = 0xffff;

  private final ElfBytes in;
  private final SymbolTable table;
  private final @Nullable StringBytes names;
  private final @Nullable SymbolVersions versions;
  private final long indices;
  private final long indexCount;

  private Symbols(Image image, int section, SymbolTable table) {
    SectionHeader header = image.sections().get(section);
    this.in = image.bytes();
    this.table = table;
    this.names = image.table(header.link());
    this.versions = header.type() == SectionType.DYNSYM ? SymbolVersions.of(image, names) : null;
    SectionHeader extended = extendedIndices(image, section);
    this.indices = extended == null ? 0 : extended.offset();
    this.indexCount = extended == null ? 0 : extended.size() / 4;
  }

  /** The symbols in a section that is a symbol table. */
  static Symbols of(Image image, int section) {
    return new Symbols(
        image, section, (SymbolTable) image.model().sections().get(section).content());
  }

  private static @Nullable SectionHeader extendedIndices(Image image, int section) {
    for (SectionHeader s : image.sections()) {
      if (s.type() == SectionType.SYMTAB_SHNDX && s.link() == section) {
        image.bytes().require(s.offset(), s.size(), "section indices");
        return s;
      }
    }
    return null;
  }

  int count() {
    return table.count();
  }

  SymbolTable columns() {
    return table;
  }

  @Nullable StringBytes names() {
    return names;
  }

  /** Whether {@link #section} is a special value and no index. */
  boolean isReserved(int index) {
    int section = table.storedSectionIndex(index);
    return section >= 0xff00 && !(section == EXTENDED && index < indexCount);
  }

  /** The index of the symbol's section, from SHT_SYMTAB_SHNDX where st_shndx says so. */
  int section(int index) {
    int section = table.storedSectionIndex(index);
    return section == EXTENDED && index < indexCount ? in.i32(indices + 4L * index) : section;
  }

  SymbolVersions.@Nullable Version version(int index) {
    SymbolVersions known = versions;
    return known == null
        ? null
        : known.of(index, table.storedSectionIndex(index) != 0, table.nameOffset(index));
  }
}
