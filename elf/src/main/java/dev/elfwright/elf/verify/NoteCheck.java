package dev.elfwright.elf.verify;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;

/** Rules about notes: their sizes must lead from one to the next, up to the end of all. */
final class NoteCheck implements Check {
  /** Sizes of name and description, and the type. */
  private static final int HEADER = 12;

  @Override
  public void run(Subject subject, Report report) {
    for (int i = 0; i < subject.segments().size() && !subject.isDebugFile(); i++) {
      Segment s = subject.segments().get(i);
      if (s.type() == SegmentType.NOTE) {
        notes(subject, report, subject.segmentName(i), s.offset(), s.fileSize(), s.alignment());
      }
    }
    for (int i = 1; i < subject.sections().size(); i++) {
      SectionHeader s = subject.sections().get(i);
      if (s.type() == SectionType.NOTE && (s.flags() & SectionFlag.COMPRESSED) == 0) {
        notes(subject, report, subject.sectionName(i), s.offset(), s.size(), s.alignment());
      }
    }
  }

  private static void notes(
      Subject subject, Report report, String place, long start, long size, long alignment) {
    ElfBytes in = subject.in();
    in.require(start, size, place);
    subject.spend(size);
    long align = alignment == 8 ? 8 : 4;
    long at = 0;
    while (at < size) {
      long left = size - at - HEADER;
      long name = left < 0 ? 0 : in.u32(start + at);
      long description = left < 0 ? 0 : in.u32(start + at + 4);
      long descriptionAt = padded(HEADER + name, align);
      if (left < name || description != 0 && descriptionAt + description > size - at) {
        report.add(Rule.NOTE_LAYOUT, start + at, place, "a note does not fit");
        return;
      }
      at += padded(descriptionAt + description, align);
    }
  }

  private static long padded(long size, long align) {
    return size + align - 1 & -align;
  }
}
