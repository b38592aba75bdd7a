package dev.elfwright.elf.verify;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import java.util.Map;
import java.util.OptionalLong;

/** Whether the two views of what is loaded agree: dynamic tags and section headers. */
final class DynamicSectionCheck implements Check {
  /** Section types of which a file has one in memory, with the tag that has its address. */
  private static final Map<Integer, Long> ADDRESSES =
      Map.of(
          SectionType.DYNSYM, DynamicTag.SYMTAB,
          SectionType.HASH, DynamicTag.HASH,
          SectionType.GNU_HASH, DynamicTag.GNU_HASH,
          SectionType.GNU_VERSYM, DynamicTag.VERSYM,
          SectionType.GNU_VERDEF, DynamicTag.VERDEF,
          SectionType.GNU_VERNEED, DynamicTag.VERNEED,
          SectionType.RELR, DynamicTag.RELR,
          SectionType.INIT_ARRAY, DynamicTag.INIT_ARRAY,
          SectionType.FINI_ARRAY, DynamicTag.FINI_ARRAY);

  @Override
  public void run(Subject subject, Report report) {
    subject
        .dynamic()
        .ifPresent(d -> {
          for (int i = 1; i < subject.sections().size(); i++) {
            SectionHeader s = subject.sections().get(i);
            Long tag = ADDRESSES.get(s.type());
            if (tag != null && s.size() != 0) {
              address(subject, report, i, s, d.value(tag), DynamicTag.name(tag));
            }
            if (s.type() == SectionType.DYNSYM && subject.isSection(s.link())) {
              strings(subject, report, s.link(), d);
            }
            if (s.type() == SectionType.DYNAMIC) {
              dynamic(subject, report, i, s);
            }
          }
        });
  }

  private static void address(
      Subject subject, Report report, int index, SectionHeader s, OptionalLong value, String tag) {
    if (value.isPresent() && value.getAsLong() != s.address()) {
      report.add(
          Rule.DYNAMIC_SECTION,
          subject.sectionAt(index),
          subject.sectionName(index),
          "sh_addr 0x%x, but DT_%s 0x%x",
          s.address(),
          tag,
          value.getAsLong());
    }
  }

  private static void strings(Subject subject, Report report, int index, DynamicModel d) {
    SectionHeader s = subject.sections().get(index);
    address(subject, report, index, s, d.value(DynamicTag.STRTAB), "STRTAB");
    long size = d.value(DynamicTag.STRSZ).orElse(s.size());
    if (size != s.size()) {
      report.add(
          Rule.DYNAMIC_SECTION,
          subject.sectionAt(index),
          subject.sectionName(index),
          "sh_size 0x%x, but DT_STRSZ 0x%x",
          s.size(),
          size);
    }
  }

  private static void dynamic(Subject subject, Report report, int index, SectionHeader s) {
    Segment segment = subject.model().segments(SegmentType.DYNAMIC).findFirst().orElseThrow();
    if (segment.fileSize() != s.size()) {
      report.add(
          Rule.DYNAMIC_SECTION,
          subject.sectionAt(index),
          subject.sectionName(index),
          "0x%x bytes, but PT_DYNAMIC has 0x%x",
          s.size(),
          segment.fileSize());
    }
    if (segment.offset() != s.offset()) {
      report.add(
          Rule.DYNAMIC_SECTION,
          subject.sectionAt(index),
          subject.sectionName(index),
          "at offset 0x%x, but PT_DYNAMIC is at 0x%x",
          s.offset(),
          segment.offset());
    }
  }
}
