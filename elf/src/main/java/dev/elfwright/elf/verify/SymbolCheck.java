package dev.elfwright.elf.verify;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;

/** Rules about the symbols of SHT_SYMTAB and SHT_DYNSYM. */
final class SymbolCheck implements Check {
  private static final int FIRST_RESERVED = 0xff00;
  private static final int LAST_OF_SYSTEMS = 0xff3f;

  @Override
  public void run(Subject subject, Report report) {
    for (int i = 1; i < subject.sections().size(); i++) {
      SectionHeader s = subject.sections().get(i);
      if (s.type() == SectionType.SYMTAB || s.type() == SectionType.DYNSYM) {
        int index = i;
        report.attempt(() -> new Table(subject, report, index, s).check());
      }
    }
  }

  /** One table, with the indices of SHT_SYMTAB_SHNDX where it has them. */
  private static final class Table {
    private final Subject subject;
    private final Report report;
    private final int section;
    private final SectionHeader header;
    private final SymbolTable symbols;
    private final long names;
    private final long extended;

    Table(Subject subject, Report report, int section, SectionHeader header) {
      this.subject = subject;
      this.report = report;
      this.section = section;
      this.header = header;
      this.symbols = (SymbolTable) subject.model().sections().get(section).content();
      this.names = subject.sections().get(header.link()).size();
      subject.spend(header.size() + subject.sections().size());
      this.extended = extendedIndices();
    }

    /** Where the table of 4-byte indices starts, -1 when there is none. */
    private long extendedIndices() {
      for (int i = 1; i < subject.sections().size(); i++) {
        SectionHeader s = subject.sections().get(i);
        if (s.type() == SectionType.SYMTAB_SHNDX && s.link() == section) {
          if (s.size() != 4L * symbols.count()) {
            report.add(
                Rule.SYMBOL_INDEX_TABLE,
                subject.sectionAt(i),
                subject.sectionName(i),
                "0x%x bytes for %d symbols",
                s.size(),
                symbols.count());
            return -1;
          }
          subject.in().require(s.offset(), s.size(), "SHT_SYMTAB_SHNDX");
          return s.offset();
        }
      }
      return -1;
    }

    void check() {
      if (symbols.count() > 0 && !isNull()) {
        report.add(Rule.SYMBOL_NULL, header.offset(), place(0), "not zero");
      }
      long locals = Integer.toUnsignedLong(header.info());
      if (locals > symbols.count()) {
        report.add(
            Rule.SYMBOL_ORDER,
            subject.sectionAt(section),
            subject.sectionName(section),
            "sh_info %d of %d symbols",
            locals,
            symbols.count());
      }
      for (int i = 1; i < symbols.count(); i++) {
        boolean local = symbols.binding(i) == SymbolBinding.LOCAL;
        if (local != i < locals && locals <= symbols.count()) {
          report.add(
              Rule.SYMBOL_ORDER,
              at(i),
              place(i),
              local ? "local, but sh_info is %d" : "not local, but sh_info is %d",
              locals);
        }
        symbol(i);
      }
    }

    private boolean isNull() {
      return symbols.nameOffset(0) == 0
          && symbols.info(0) == 0
          && symbols.other(0) == 0
          && symbols.sectionIndex(0) == 0
          && symbols.value(0) == 0
          && symbols.size(0) == 0;
    }

    private void symbol(int i) {
      if (symbols.nameOffset(i) >= names && symbols.nameOffset(i) != 0) {
        report.add(
            Rule.SYMBOL_NAME,
            at(i),
            place(i),
            "st_name 0x%x of 0x%x",
            symbols.nameOffset(i),
            names);
      }
      int type = symbols.type(i);
      int binding = symbols.binding(i);
      boolean knownType = type <= SymbolType.TLS || type >= 8;
      boolean knownBinding = binding <= SymbolBinding.WEAK || binding >= 10;
      if (!knownType || !knownBinding) {
        report.add(Rule.SYMBOL_KIND, at(i), place(i), "binding %d, type %d", binding, type);
      }
      defined(i);
    }

    private void defined(int i) {
      int index = symbols.storedSectionIndex(i);
      if (index == SectionIndex.UNDEF || index == SectionIndex.ABS) {
        return;
      }
      if (index == SectionIndex.COMMON) {
        if (subject.isLoadable()) {
          report.add(Rule.SYMBOL_COMMON, at(i), place(i), "SHN_COMMON in what is linked");
        }
        return;
      }
      if (index == SectionIndex.XINDEX) {
        index = extended < 0 ? -1 : subject.in().i32(extended + 4L * i);
        if (!subject.isSection(index)) {
          report.add(Rule.SYMBOL_INDEX_TABLE, at(i), place(i), "no section %d", index);
          return;
        }
      } else if (index >= FIRST_RESERVED) {
        if (index > LAST_OF_SYSTEMS) {
          report.add(Rule.SYMBOL_SECTION, at(i), place(i), "st_shndx 0x%x", index);
        }
        return;
      } else if (!subject.isSection(index)) {
        report.add(
            Rule.SYMBOL_SECTION,
            at(i),
            place(i),
            "section %d of %d",
            index,
            subject.sections().size());
        return;
      }
      inSection(i, subject.sections().get(index));
    }

    private void inSection(int i, SectionHeader home) {
      int type = symbols.type(i);
      boolean tls = (home.flags() & SectionFlag.TLS) != 0;
      boolean typed =
          type == SymbolType.OBJECT || type == SymbolType.TLS || type == SymbolType.FUNC;
      if (typed && tls != (type == SymbolType.TLS)) {
        report.add(
            Rule.SYMBOL_TLS,
            at(i),
            place(i),
            "type %s in a section %s SHF_TLS",
            SymbolType.name(type, subject.abi()),
            tls ? "with" : "without");
      }
      // In what is linked, TLS values are no addresses, and labels such as _end mark borders.
      boolean placed = subject.isLoadable() && typed && !tls && symbols.size(i) != 0;
      if (!subject.isRelocatable() && !placed) {
        return;
      }
      long start = subject.isRelocatable() ? 0 : home.address();
      if (Long.compareUnsigned(symbols.value(i) - start, home.size()) > 0) {
        report.add(
            Rule.SYMBOL_VALUE,
            at(i),
            place(i),
            "st_value 0x%x, its section has 0x%x bytes from 0x%x",
            symbols.value(i),
            home.size(),
            start);
      }
    }

    private long at(int symbol) {
      ElfBytes in = subject.in();
      return header.offset() + (long) symbol * SymbolTable.entrySize(in.is64());
    }

    private String place(int symbol) {
      return "symbol " + symbol + " of section " + section;
    }
  }
}
