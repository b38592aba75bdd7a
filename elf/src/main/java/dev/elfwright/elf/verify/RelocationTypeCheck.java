package dev.elfwright.elf.verify;

import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.RelocationNames;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;

/** Rules about the types of relocations: that the machine has them, and that they are at home. */
final class RelocationTypeCheck implements Check {
  @Override
  public void run(Subject subject, Report report) {
    int machine = subject.header().machine();
    // There r_info holds several types, or a type and an addend.
    if (machine == Machine.MIPS || machine == Machine.SPARC || machine == Machine.SPARCV9) {
      return;
    }
    RelocationNames names = RelocationNames.of(subject.abi(), subject.header().flags());
    if (names.all().isEmpty()) {
      return;
    }
    for (int i = 1; i < subject.sections().size() && subject.isRelocatable(); i++) {
      SectionHeader s = subject.sections().get(i);
      boolean relocations = s.type() == SectionType.REL || s.type() == SectionType.RELA;
      if (relocations && (s.flags() & SectionFlag.COMPRESSED) == 0) {
        int index = i;
        report.attempt(() -> inObject(subject, report, index, names));
      }
    }
    subject
        .dynamic()
        .ifPresent(d -> d.relocations().forEach(t -> loaded(subject, report, t, names)));
  }

  private static void inObject(Subject subject, Report report, int index, RelocationNames names) {
    SectionHeader s = subject.sections().get(index);
    subject.spend(s.size());
    RelocationTable table = (RelocationTable) subject.model().sections().get(index).content();
    LoaderTypes loader = LoaderTypes.of(subject.header().machine()).orElse(null);
    for (int i = 0; i < table.count(); i++) {
      long type = table.type(i);
      String place = "relocation " + i + " of section " + index;
      if (names.find(type).isEmpty()) {
        report.add(Rule.RELOCATION_TYPE, s.offset(), place, "type %d", type);
      } else if (loader != null && loader.own().contains(type)) {
        report.add(Rule.RELOCATION_OBJECT, s.offset(), place, "%s", names.name(type));
      }
    }
  }

  private static void loaded(
      Subject subject, Report report, RelocationTable table, RelocationNames names) {
    LoaderTypes loader = LoaderTypes.of(subject.header().machine()).orElse(null);
    for (int i = 0; i < table.count(); i++) {
      long type = table.type(i);
      if (names.find(type).isEmpty()) {
        report.add(Rule.RELOCATION_TYPE, 0, "relocation " + i, "type %d", type);
      } else if (loader != null && !loader.known().contains(type)) {
        report.add(Rule.RELOCATION_DYNAMIC, 0, "relocation " + i, "%s", names.name(type));
      }
    }
  }
}
