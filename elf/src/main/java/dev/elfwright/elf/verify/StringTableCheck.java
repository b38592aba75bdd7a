package dev.elfwright.elf.verify;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;

/** Rules about SHT_STRTAB. */
final class StringTableCheck implements Check {
  @Override
  public void run(Subject subject, Report report) {
    for (int i = 1; i < subject.sections().size(); i++) {
      SectionHeader s = subject.sections().get(i);
      boolean readable = (s.flags() & SectionFlag.COMPRESSED) == 0;
      if (s.type() == SectionType.STRTAB && s.size() != 0 && readable) {
        int index = i;
        report.attempt(() -> ends(subject, report, index, s));
      }
    }
  }

  private static void ends(Subject subject, Report report, int index, SectionHeader s) {
    subject.in().require(s.offset(), s.size(), subject.sectionName(index));
    if (subject.in().u8(s.offset()) != 0) {
      report.add(
          Rule.STRINGS_START, s.offset(), subject.sectionName(index), "the first byte is not NUL");
    }
    long last = s.offset() + s.size() - 1;
    if (subject.in().u8(last) != 0) {
      report.add(Rule.STRINGS_END, last, subject.sectionName(index), "the last byte is not NUL");
    }
  }
}
