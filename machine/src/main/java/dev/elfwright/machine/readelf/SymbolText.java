package dev.elfwright.machine.readelf;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code readelf -s} and {@code --dyn-syms}. */
final class SymbolText {
  private static final int NAME_COLUMNS = 21;
  private static final Name CORRUPT = Name.of("<corrupt>");

  private final Image image;
  private final Width width;
  private final Text out;
  private final NameText names;
  private final SymbolWords words;

  SymbolText(Image image, Width width, Text out) {
    this.image = image;
    this.width = width;
    this.out = out;
    this.names = new NameText(out, width);
    this.words = new SymbolWords(image.header());
  }

  /** Prints all symbol tables. */
  void printAll() {
    if (image.sections().isEmpty()) {
      out.line().line("Dynamic symbol information is not available for displaying symbols.");
    }
    print(true);
  }

  /** Prints the dynamic symbol table. */
  void printDynamic() {
    print(false);
  }

  private void print(boolean all) {
    List<SectionHeader> sections = image.sections();
    for (int i = 0; i < sections.size(); i++) {
      int type = sections.get(i).type();
      if (type == SectionType.DYNSYM || (all && type == SectionType.SYMTAB)) {
        table(i, sections.get(i));
      }
    }
  }

  private void table(int index, SectionHeader section) {
    long count = section.size() / SymbolTable.entrySize(image.is64());
    out.line().put("Symbol table '");
    names.section(image.sectionName(section));
    out.put("' contains ").unsigned(count).line(count == 1 ? " entry:" : " entries:");
    out.line(
        image.is64()
            ? "   Num:    Value          Size Type    Bind   Vis      Ndx Name"
            : "   Num:    Value  Size Type    Bind   Vis      Ndx Name");
    if (count == 0) {
      return;
    }
    Symbols symbols = Symbols.of(image, index);
    for (int i = 0; i < symbols.count(); i++) {
      symbol(symbols, i);
    }
  }

  private void symbol(Symbols symbols, int i) {
    SymbolTable columns = symbols.columns();
    out.dec(i, 6).put(": ").hex(columns.value(i), image.is64() ? 16 : 8).put(' ');
    size(columns.size(i));
    int info = columns.info(i);
    out.put(' ').left(words.type(info & 0xf), 7);
    out.put(' ').left(words.binding(info >> 4), 6);
    int other = columns.other(i);
    out.put(' ').left(words.visibility(other), 7);
    if (other > 3) {
      String rest = words.other(other);
      if (rest != null) {
        out.put(" [").put(rest).put("] ");
      }
    }
    out.put(' ');
    section(symbols, i);
    out.put(' ');
    name(symbols, i);
    out.line();
  }

  private void size(long size) {
    if (Long.compareUnsigned(size, 99_999) <= 0) {
      out.dec(size, 5);
    } else {
      out.prefixedHex(size);
    }
  }

  private void section(Symbols symbols, int i) {
    int section = symbols.section(i);
    if (symbols.isReserved(i)) {
      out.right(words.reservedSection(section), 4);
    } else if (section == 0) {
      out.put(" UND");
    } else if (!image.hasSection(section)) {
      out.put("bad section index[").dec(section, 3).put(']');
    } else {
      out.dec(section, 4);
    }
  }

  private void name(Symbols symbols, int i) {
    SymbolVersions.Version version = symbols.version(i);
    names.print(columns(version), name(symbols, i, columns(version)));
    if (version != null) {
      version.print(out);
      if (version.kind() == SymbolVersions.Kind.NEEDED) {
        out.put(" (").dec(version.number()).put(')');
      }
    }
  }

  /** What a version leaves of the name's columns. */
  private int columns(SymbolVersions.@Nullable Version version) {
    if (width == Width.WIDE || version == null) {
      return NAME_COLUMNS;
    }
    int rest = NAME_COLUMNS - 1 - version.name().length();
    return switch (version.kind()) {
      case NEEDED -> rest - " ()".length() - Integer.toString(version.number()).length();
      case PUBLIC -> rest - 1;
      case HIDDEN -> rest;
    };
  }

  private Name name(Symbols symbols, int i, int columns) {
    long offset = symbols.columns().nameOffset(i);
    if (offset == 0
        && symbols.columns().type(i) == SymbolType.SECTION
        && !symbols.isReserved(i)
        && image.hasSection(symbols.section(i))) {
      return image.sectionName(symbols.section(i));
    }
    StringBytes table = symbols.names();
    return table != null && table.contains(offset)
        ? table.name(offset, names.most(columns))
        : CORRUPT;
  }
}
