package dev.elfwright.elf.verify;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.GroupFlag;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import java.util.BitSet;

/** Rules about SHT_GROUP: a word of flags, then a section index a word. */
final class GroupCheck implements Check {
  /** GRP_MASKOS and GRP_MASKPROC. */
  private static final int RESERVED = 0xfff0_0000;

  @Override
  public void run(Subject subject, Report report) {
    if (!subject.isRelocatable()) {
      return;
    }
    BitSet members = new BitSet();
    for (int i = 1; i < subject.sections().size(); i++) {
      SectionHeader s = subject.sections().get(i);
      if (s.type() == SectionType.GROUP && s.size() >= 4) {
        int index = i;
        report.attempt(() -> group(subject, report, index, s, members));
      }
    }
    for (int i = 1; i < subject.sections().size(); i++) {
      if ((subject.sections().get(i).flags() & SectionFlag.GROUP) != 0 && !members.get(i)) {
        report.add(
            Rule.GROUP_ONCE, subject.sectionAt(i), subject.sectionName(i), "a member of no group");
      }
    }
  }

  private static void group(
      Subject subject, Report report, int index, SectionHeader s, BitSet members) {
    ElfBytes in = subject.in();
    in.require(s.offset(), s.size(), subject.sectionName(index));
    subject.spend(s.size());
    int flags = in.i32(s.offset());
    if ((flags & ~(GroupFlag.COMDAT | RESERVED)) != 0) {
      report.add(Rule.GROUP_FLAGS, s.offset(), subject.sectionName(index), "flags 0x%x", flags);
    }
    if (subject.isSection(s.link())) {
      long symbols = subject.sections().get(s.link()).size() / SymbolTable.entrySize(in.is64());
      if (s.info() == 0 || Integer.toUnsignedLong(s.info()) >= symbols) {
        report.add(
            Rule.GROUP_SIGNATURE,
            subject.sectionAt(index),
            subject.sectionName(index),
            "symbol %d of %d",
            Integer.toUnsignedLong(s.info()),
            symbols);
      }
    }
    for (long at = s.offset() + 4; at + 4 <= s.offset() + s.size(); at += 4) {
      member(subject, report, index, at, members);
    }
  }

  private static void member(Subject subject, Report report, int group, long at, BitSet members) {
    int index = subject.in().i32(at);
    boolean right =
        subject.isSection(index)
            && index > group
            && (subject.sections().get(index).flags() & SectionFlag.GROUP) != 0;
    if (!right) {
      report.add(
          Rule.GROUP_MEMBER,
          at,
          "group in section " + group,
          "section %d is no member that follows it",
          Integer.toUnsignedLong(index));
    } else if (members.get(index)) {
      report.add(
          Rule.GROUP_ONCE, at, "group in section " + group, "section %d is in two groups", index);
    } else {
      members.set(index);
    }
  }
}
