package dev.elfwright.elf.verify;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import java.util.Map;

/** Rules about the sections that the gABI gives a name: "Special Sections". */
final class SpecialSectionCheck implements Check {
  /** The flags that decide where a section goes; others may be there too. */
  private static final long PLACING = SectionFlag.WRITE | SectionFlag.ALLOC | SectionFlag.EXECINSTR;

  private static final long NONE = 0;
  private static final long READ = SectionFlag.ALLOC;
  private static final long DATA = SectionFlag.ALLOC | SectionFlag.WRITE;
  private static final long CODE = SectionFlag.ALLOC | SectionFlag.EXECINSTR;

  /** What a name demands. */
  private record Demand(int type, long flags) {}

  private static final Map<String, Demand> DEMANDS =
      Map.ofEntries(
          Map.entry(".bss", new Demand(SectionType.NOBITS, DATA)),
          Map.entry(".comment", new Demand(SectionType.PROGBITS, NONE)),
          Map.entry(".data", new Demand(SectionType.PROGBITS, DATA)),
          Map.entry(".dynstr", new Demand(SectionType.STRTAB, READ)),
          Map.entry(".dynsym", new Demand(SectionType.DYNSYM, READ)),
          Map.entry(".fini", new Demand(SectionType.PROGBITS, CODE)),
          Map.entry(".fini_array", new Demand(SectionType.FINI_ARRAY, DATA)),
          Map.entry(".hash", new Demand(SectionType.HASH, READ)),
          Map.entry(".gnu.hash", new Demand(SectionType.GNU_HASH, READ)),
          Map.entry(".init", new Demand(SectionType.PROGBITS, CODE)),
          Map.entry(".init_array", new Demand(SectionType.INIT_ARRAY, DATA)),
          Map.entry(".interp", new Demand(SectionType.PROGBITS, READ)),
          Map.entry(".rodata", new Demand(SectionType.PROGBITS, READ)),
          Map.entry(".shstrtab", new Demand(SectionType.STRTAB, NONE)),
          Map.entry(".strtab", new Demand(SectionType.STRTAB, NONE)),
          Map.entry(".symtab", new Demand(SectionType.SYMTAB, NONE)),
          Map.entry(".tbss", new Demand(SectionType.NOBITS, DATA)),
          Map.entry(".tdata", new Demand(SectionType.PROGBITS, DATA)),
          Map.entry(".text", new Demand(SectionType.PROGBITS, CODE)));

  @Override
  public void run(Subject subject, Report report) {
    for (int i = 1; i < subject.sections().size(); i++) {
      SectionHeader s = subject.sections().get(i);
      Demand demand = DEMANDS.get(subject.nameOf(i));
      // In debug files, and where a linker was told to leave bytes out, all may be SHT_NOBITS.
      boolean type = demand == null || s.type() == demand.type() || s.type() == SectionType.NOBITS;
      boolean flags = demand == null || (s.flags() & PLACING) == demand.flags();
      if (!type || !flags) {
        report.add(
            Rule.SECTION_SPECIAL,
            subject.sectionAt(i),
            subject.sectionName(i),
            "type %s, flags %s",
            SectionType.name(s.type(), subject.abi()),
            SectionFlag.names(s.flags(), subject.abi()));
      }
    }
  }
}
