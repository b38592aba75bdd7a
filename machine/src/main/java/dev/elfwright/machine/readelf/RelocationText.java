package dev.elfwright.machine.readelf;

import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.RelrTable;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code readelf -r}. */
final class RelocationText {
  private static final int NAME_COLUMNS = 22;

  private final Image image;
  private final Width width;
  private final Text out;
  private final NameText names;
  private final SymbolWords words;
  private final RelocationTypes types;

  RelocationText(Image image, Width width, Text out) {
    this.image = image;
    this.width = width;
    this.out = out;
    this.names = new NameText(out, width);
    this.words = new SymbolWords(image.header());
    this.types = new RelocationTypes(image.header());
  }

  void print() {
    boolean found = false;
    List<SectionHeader> sections = image.sections();
    for (int i = 0; i < sections.size(); i++) {
      SectionHeader s = sections.get(i);
      if (isRelocations(s) && s.size() != 0) {
        found |= section(i, s);
      }
    }
    if (!found) {
      none();
    }
  }

  private static boolean isRelocations(SectionHeader s) {
    return s.type() == SectionType.RELA
        || s.type() == SectionType.REL
        || s.type() == SectionType.RELR;
  }

  private void none() {
    boolean dynamic =
        List.of(DynamicTag.RELSZ, DynamicTag.RELASZ, 35L, DynamicTag.PLTRELSZ).stream()
            .anyMatch(tag -> image.dynamic().value(tag) != 0);
    out.line();
    if (dynamic) {
      out.line("There are no static relocations in this file.");
      out.line("To see the dynamic relocations add --use-dynamic to the command line.");
    } else {
      out.line("There are no relocations in this file.");
    }
  }

  /** Prints a section, and says whether it had something to print. */
  private boolean section(int index, SectionHeader s) {
    long count = s.size() / EntrySizes.of(s, image.is64());
    out.line().put("Relocation section ");
    if (image.hasSectionNames()) {
      out.put('\'');
      names.section(image.sectionName(s));
      out.put('\'');
    } else {
      out.dec(s.nameOffset());
    }
    out.put(" at offset ").alternateHex(s.offset()).put(" contains ").unsigned(count);
    out.line(count == 1 ? " entry:" : " entries:");
    Symbols symbols = null;
    if (s.link() != 0 && image.hasSection(s.link())) {
      SectionHeader table = image.sections().get(s.link());
      boolean hasSymbols =
          (table.type() == SectionType.SYMTAB || table.type() == SectionType.DYNSYM)
              && table.size() != 0;
      if (!hasSymbols) {
        return false;
      }
      symbols = Symbols.of(image, s.link());
    }
    switch (image.model().sections().get(index).content()) {
      case RelrTable relr -> relr(relr);
      case RelocationTable table -> entries(table, symbols);
      default -> {}
    }
    return true;
  }

  private void relr(RelrTable table) {
    long[] count = {0};
    table.forEach(address -> count[0]++);
    out.put("  ").dec(count[0]).line(count[0] == 1 ? " offset" : " offsets");
    int digits = image.is64() ? 16 : 8;
    table.forEach(address -> out.hex(address, digits).line());
  }

  private void entries(RelocationTable table, @Nullable Symbols symbols) {
    columns(table.withAddend());
    for (int i = 0; i < table.count(); i++) {
      entry(table, i, symbols);
    }
  }

  private void columns(boolean withAddend) {
    if (width == Width.WIDE) {
      out.put(
          image.is64()
              ? "    Offset             Info             Type               Symbol's Value "
              : " Offset     Info    Type                Sym. Value ");
      out.line(withAddend ? " Symbol's Name + Addend" : " Symbol's Name");
    } else {
      out.put(
          image.is64()
              ? "  Offset          Info           Type           Sym. Value   "
              : " Offset     Info    Type            Sym.Value ");
      out.line(withAddend ? " Sym. Name + Addend" : " Sym. Name");
    }
  }

  private void entry(RelocationTable table, int i, @Nullable Symbols symbols) {
    long type = table.type(i);
    int symbol = table.symbol(i);
    int digits = !image.is64() ? 8 : width == Width.WIDE ? 16 : 12;
    long info = image.is64() ? (long) symbol << 32 | type : (long) symbol << 8 | type;
    out.hex(table.offset(i), digits).put("  ");
    out.hex(image.is64() ? info : info & 0xffff_ffffL, digits).put(' ');
    String name = typeName(type);
    if (name == null) {
      out.put("unrecognized: ").left(Long.toHexString(shownType(type)), 7);
    } else if (width == Width.WIDE) {
      out.left(name, 22);
    } else {
      out.fitted(name, 17);
    }
    if (isLitUse(name, table)) {
      litUse(table.addend(i));
    } else if (symbol != 0) {
      symbol(table, i, symbols);
    } else if (table.withAddend()) {
      out.spaces(image.is64() ? 20 : 12);
      addend(table.addend(i), "-", "");
    }
    if (image.machine() == Machine.SPARCV9 && "R_SPARC_OLO10".equals(name)) {
      out.put(" + ").hex((type >> 8 ^ 0x800000) - 0x800000);
    }
    out.line();
    if (image.is64() && image.machine() == Machine.MIPS) {
      mipsType("Type2", type >> 8);
      mipsType("Type3", type >> 16);
    }
  }

  /** The part of r_info's lower half that is a type: MIPS has three there, SPARC data too. */
  private long shownType(long type) {
    boolean oneByte =
        image.is64() && (image.machine() == Machine.MIPS || image.machine() == Machine.SPARCV9);
    return oneByte ? type & 0xff : type & 0xffff_ffffL;
  }

  private @Nullable String typeName(long type) {
    return types.name(shownType(type));
  }

  private void mipsType(String label, long type) {
    out.spaces(20).put(label).put(": ");
    String name = typeName(type);
    if (name == null) {
      out.put("unrecognized: ").left(Long.toHexString(type & 0xff), 7);
    } else {
      out.fitted(name, 17);
    }
    out.line();
  }

  private boolean isLitUse(@Nullable String name, RelocationTable table) {
    return image.machine() == Machine.ALPHA && table.withAddend() && "R_ALPHA_LITUSE".equals(name);
  }

  /** What an Alpha instruction does with the literal that was loaded for it. */
  private void litUse(long addend) {
    if (addend < 0 || addend > 6) {
      out.put(" <unknown addend: ").hex(addend).put('>');
      return;
    }
    String use =
        switch ((int) addend) {
          case 0 -> "ADDR";
          case 1 -> "BASE";
          case 2 -> "BYTOFF";
          case 3 -> "JSR";
          case 4 -> "TLSGD";
          case 5 -> "TLSLDM";
          default -> "JSRDIRECT";
        };
    out.put(" (").put(use).put(')');
  }

  private void symbol(RelocationTable table, int i, @Nullable Symbols symbols) {
    int index = table.symbol(i);
    if (symbols == null || index < 0 || index >= symbols.count()) {
      return;
    }
    SymbolTable columns = symbols.columns();
    SymbolVersions.Version version = symbols.version(index);
    out.put(' ');
    if (columns.type(index) == SymbolType.GNU_IFUNC) {
      resolver(symbols, index, version);
    } else {
      out.hex(columns.value(index), image.is64() ? 16 : 8).put(image.is64() ? " " : "   ");
    }
    name(symbols, index, version);
    if (table.withAddend()) {
      addend(table.addend(i), " - ", " + ");
    }
  }

  /** An indirect function has no value to show: its result is what is written. */
  private void resolver(Symbols symbols, int index, SymbolVersions.@Nullable Version version) {
    int columns = image.is64() ? 14 : 8;
    long offset = symbols.columns().nameOffset(index);
    StringBytes table = symbols.names();
    boolean named = table != null && offset != 0 && table.contains(offset);
    int printed =
        named && table != null
            ? names.print(columns, table.name(offset, names.most(columns)))
            : names.print(columns, "??");
    if (version != null) {
      version.print(out);
    }
    out.put("()").spaces(printed <= columns ? columns + 1 - printed : 1);
  }

  private void name(Symbols symbols, int index, SymbolVersions.@Nullable Version version) {
    long offset = symbols.columns().nameOffset(index);
    StringBytes table = symbols.names();
    if (offset == 0) {
      if (symbols.columns().type(index) != SymbolType.SECTION) {
        names.print(NAME_COLUMNS, "<null>");
      } else if (!symbols.isReserved(index) && image.hasSection(symbols.section(index))) {
        names.print(NAME_COLUMNS, image.sectionName(symbols.section(index)));
      } else {
        names.print(NAME_COLUMNS, words.reservedSectionName(symbols.section(index)));
      }
    } else if (table == null) {
      out.put("<string table index: ").dec(offset, 3).put('>');
    } else if (table.contains(offset)) {
      names.print(NAME_COLUMNS, table.name(offset, names.most(NAME_COLUMNS)));
      if (version != null) {
        version.print(out);
      }
    }
  }

  private void addend(long addend, String minus, String plus) {
    out.put(addend < 0 ? minus : plus).hex(addend < 0 ? -addend : addend);
  }
}
