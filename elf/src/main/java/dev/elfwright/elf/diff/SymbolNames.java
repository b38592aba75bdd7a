package dev.elfwright.elf.diff;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.SymbolType;
import java.util.Optional;

/** How a symbol is known in every version of a file: {@code memcpy@@GLIBC_2.14}. */
final class SymbolNames {
  private final ElfModel file;
  private final SymbolTable symbols;
  private final Optional<VersionTable> versions;

  SymbolNames(ElfModel file, SymbolTable symbols) {
    this(file, symbols, Optional.empty());
  }

  private SymbolNames(ElfModel file, SymbolTable symbols, Optional<VersionTable> versions) {
    this.file = file;
    this.symbols = symbols;
    this.versions = versions;
  }

  static SymbolNames of(ElfModel file, DynamicModel dynamic) {
    return new SymbolNames(file, dynamic.symbols(), dynamic.versions());
  }

  /** The name with its version. */
  String of(int symbol) {
    String name = isSection(symbol) ? sectionName(symbol) : symbols.name(symbol);
    SymbolVersion version = versions.isEmpty() ? null : versions.get().version(symbol);
    return version == null ? name : name.concat(version.suffix());
  }

  /** Whether the symbol stands for its section. */
  boolean isSection(int symbol) {
    return symbols.type(symbol) == SymbolType.SECTION;
  }

  /** Whether there is such a symbol, 0 being none. */
  boolean contains(int symbol) {
    return symbol > 0 && symbols.contains(symbol);
  }

  private String sectionName(int symbol) {
    int section = symbols.sectionIndex(symbol);
    return section > 0 && section < file.sections().size()
        ? file.sections().get(section).name()
        : symbols.name(symbol);
  }
}
