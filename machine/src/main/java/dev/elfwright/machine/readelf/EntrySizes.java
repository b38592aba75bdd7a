package dev.elfwright.machine.readelf;

import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionType;

/** The size of a table's entries: readelf replaces a wrong sh_entsize, also where it prints it. */
final class EntrySizes {
  private EntrySizes() {}

  static long of(SectionHeader section, boolean is64) {
    return switch (section.type()) {
      case SectionType.SYMTAB, SectionType.DYNSYM -> SymbolTable.entrySize(is64);
      case SectionType.REL -> RelocationTable.entrySize(is64, false);
      case SectionType.RELA -> RelocationTable.entrySize(is64, true);
      case SectionType.RELR -> is64 ? 8 : 4;
      case SectionType.GROUP -> 4;
      default -> section.entrySize();
    };
  }
}
