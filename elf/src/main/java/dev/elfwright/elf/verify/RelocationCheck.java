package dev.elfwright.elf.verify;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import java.util.List;
import java.util.OptionalLong;

/** Rules about relocations: those of an object's sections, and those that the loader reads. */
final class RelocationCheck implements Check {
  /** R_*_NONE, on every machine. */
  private static final int NONE = 0;

  @Override
  public void run(Subject subject, Report report) {
    if (subject.isRelocatable()) {
      for (int i = 1; i < subject.sections().size(); i++) {
        SectionHeader s = subject.sections().get(i);
        boolean relocations = s.type() == SectionType.REL || s.type() == SectionType.RELA;
        if (relocations && (s.flags() & SectionFlag.COMPRESSED) == 0) {
          int index = i;
          report.attempt(() -> inObject(subject, report, index, s));
        }
      }
    }
    subject.dynamic().ifPresent(d -> loaded(subject, report, d));
  }

  private static void inObject(Subject subject, Report report, int index, SectionHeader s) {
    if (!subject.isSection(s.link()) || !subject.isSection(s.info())) {
      return;
    }
    subject.spend(s.size());
    SectionHeader target = subject.sections().get(s.info());
    long symbols =
        subject.sections().get(s.link()).size() / SymbolTable.entrySize(subject.in().is64());
    RelocationTable table = (RelocationTable) subject.model().sections().get(index).content();
    for (int i = 0; i < table.count(); i++) {
      symbol(report, s.offset(), table, i, symbols, index);
      // The bytes of a compressed section are counted when they are unpacked.
      boolean packed = (target.flags() & SectionFlag.COMPRESSED) != 0;
      if (!packed
          && table.type(i) != NONE
          && Long.compareUnsigned(table.offset(i), target.size()) >= 0) {
        report.add(
            Rule.RELOCATION_TARGET,
            s.offset(),
            "relocation " + i + " of section " + index,
            "r_offset 0x%x in a section of 0x%x bytes",
            table.offset(i),
            target.size());
      }
    }
  }

  private static void symbol(
      Report report, long at, RelocationTable table, int i, long symbols, int section) {
    long symbol = Integer.toUnsignedLong(table.symbol(i));
    if (symbol != 0 && symbol >= symbols) {
      report.add(
          Rule.RELOCATION_SYMBOL,
          at,
          section < 0 ? "relocation " + i : "relocation " + i + " of section " + section,
          "symbol %d of %d",
          symbol,
          symbols);
    }
  }

  private static void loaded(Subject subject, Report report, DynamicModel d) {
    List<Segment> loads = subject.segments().stream().filter(Segment::isLoad).toList();
    AddressRanges memory = AddressRanges.of(loads);
    AddressRanges writable =
        AddressRanges.of(loads.stream().filter(s -> (s.flags() & Segment.WRITE) != 0).toList());
    long symbols =
        subject.sections().stream()
            .filter(s -> s.type() == SectionType.DYNSYM)
            .mapToLong(s -> s.size() / SymbolTable.entrySize(subject.in().is64()))
            .findFirst()
            .orElse(Long.MAX_VALUE);
    boolean text = d.hasTextRelocations();
    for (RelocationTable table : d.relocations()) {
      for (int i = 0; i < table.count(); i++) {
        symbol(report, 0, table, i, symbols, -1);
        if (table.type(i) != NONE) {
          target(report, "relocation " + i, table.offset(i), memory, writable, text);
        }
      }
    }
    d.relr().ifPresent(r -> r.forEach(a -> target(report, "DT_RELR", a, memory, writable, text)));
    relative(subject, report, d);
  }

  private static void target(
      Report report,
      String place,
      long address,
      AddressRanges memory,
      AddressRanges writable,
      boolean text) {
    if (!memory.contain(address, 1)) {
      report.add(Rule.RELOCATION_TARGET, 0, place, "0x%x is in no PT_LOAD segment", address);
    } else if (!text && !writable.contain(address, 1)) {
      report.add(Rule.RELOCATION_TEXT, 0, place, "0x%x cannot be written", address);
    }
  }

  /** The machine's R_*_RELATIVE, -1 when it is not known here. */
  private static int relativeType(int machine) {
    return switch (machine) {
      case Machine.X86_64, Machine.I386 -> 8;
      case Machine.AARCH64 -> 1027;
      case Machine.ARM -> 23;
      case Machine.RISCV, Machine.LOONGARCH -> 3;
      case Machine.PPC, Machine.PPC64, Machine.SPARC, Machine.SPARCV9, Machine.M68K -> 22;
      case Machine.S390 -> 12;
      case Machine.SH -> 165;
      default -> -1;
    };
  }

  private static void relative(Subject subject, Report report, DynamicModel d) {
    int relative = relativeType(subject.header().machine());
    OptionalLong rela = d.value(DynamicTag.RELACOUNT);
    OptionalLong count = rela.isPresent() ? rela : d.value(DynamicTag.RELCOUNT);
    if (relative < 0 || count.isEmpty() || d.relocations().isEmpty()) {
      return;
    }
    RelocationTable table = d.relocations().getFirst();
    for (int i = 0; i < count.getAsLong(); i++) {
      if (i >= table.count() || table.type(i) != relative) {
        report.add(
            Rule.RELATIVE_COUNT,
            0,
            "relocation " + i,
            "is not relative, but the first %d should be",
            count.getAsLong());
        return;
      }
    }
  }
}
