package dev.elfwright.elf.diff;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.constant.SymbolVisibility;
import dev.elfwright.elf.diff.Subject.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The symbols that other files can see: the dynamic ones, in objects those of the symbol table that
 * are not the compiler's own. Their indices and order say nothing.
 */
final class SymbolFacts {
  private final ElfModel file;
  private final Abi abi;
  private final Addresses addresses;
  private final @Nullable String[] sectionNames;

  private SymbolFacts(ElfModel file, Addresses addresses) {
    this.file = file;
    this.abi = file.header().abi();
    this.addresses = addresses;
    this.sectionNames = new String[file.sections().size()];
  }

  static void add(ElfModel file, Addresses addresses, Inventory to) {
    new SymbolFacts(file, addresses).add(to);
  }

  private void add(Inventory to) {
    if (file.header().type() == FileType.REL) {
      file.symbols().ifPresent(s -> add(new SymbolNames(file, s), s, to));
    } else {
      file.dynamic().ifPresent(d -> add(SymbolNames.of(file, d), d.symbols(), to));
    }
  }

  private void add(SymbolNames names, SymbolTable symbols, Inventory to) {
    for (int i = 1; i < symbols.count(); i++) {
      int type = symbols.type(i);
      if (symbols.nameOffset(i) != 0 && type != SymbolType.SECTION && type != SymbolType.FILE) {
        to.add(
            Kind.SYMBOL,
            names.of(i),
            section(symbols, i),
            SymbolType.name(type, abi),
            SymbolBinding.name(symbols.binding(i), abi),
            SymbolVisibility.name(symbols.visibility(i), abi),
            Long.toUnsignedString(symbols.size(i)),
            isCompared(symbols, i) ? Hex.of(symbols.value(i)) : "");
      }
    }
  }

  /** An absolute symbol has a value and no address. */
  private boolean isCompared(SymbolTable symbols, int symbol) {
    return addresses == Addresses.COMPARED
        || symbols.storedSectionIndex(symbol) == SectionIndex.ABS;
  }

  private String section(SymbolTable symbols, int symbol) {
    int index = symbols.sectionIndex(symbol);
    if (index <= 0 || index >= sectionNames.length || symbols.isReserved(symbol)) {
      return SectionIndex.name(index, abi);
    }
    String name = sectionNames[index];
    if (name == null) {
      name = file.sections().get(index).name();
      sectionNames[index] = name;
    }
    return name;
  }
}
