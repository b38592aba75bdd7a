package dev.elfwright.census.facts;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;

/** Tables {@code sections}, {@code segments} and {@code needed}. */
final class ElfLayout {
  private static final int DIGEST_DIGITS = 16;

  private ElfLayout() {}

  static void add(String content, ElfModel model, Rows rows) {
    Abi abi = model.header().abi();
    for (Section section : model.sections()) {
      SectionHeader h = section.header();
      rows.add(
          "sections",
          content,
          section.index(),
          section.name(),
          SectionType.name(h.type(), abi),
          h.flags(),
          h.address(),
          h.offset(),
          h.size(),
          h.link(),
          h.info(),
          h.alignment(),
          h.entrySize(),
          isCode(section) ? digest(section) : "");
    }
    int index = 0;
    for (Segment s : model.segments()) {
      rows.add(
          "segments",
          content,
          index++,
          SegmentType.name(s.type(), abi),
          s.flags(),
          s.offset(),
          s.address(),
          s.fileSize(),
          s.memorySize(),
          s.alignment());
    }
    model.dynamic().ifPresent(d -> addNeeded(content, d, rows));
  }

  /** Whether it holds instructions, in the file. */
  static boolean isCode(Section section) {
    SectionHeader h = section.header();
    return (h.flags() & SectionHeader.EXECUTE) != 0
        && h.type() != SectionType.NOBITS
        && h.size() > 0;
  }

  private static String digest(Section section) {
    return Digests.hex(section.bytes()).substring(0, DIGEST_DIGITS);
  }

  private static void addNeeded(String content, DynamicModel dynamic, Rows rows) {
    int position = 0;
    for (DynamicEntry entry : dynamic.table().entries()) {
      String kind = kind(entry.tag());
      if (!kind.isEmpty()) {
        rows.add("needed", content, position++, kind, dynamic.strings().at(entry.value()));
      }
    }
  }

  private static String kind(long tag) {
    if (tag == DynamicTag.NEEDED) {
      return "needed";
    }
    if (tag == DynamicTag.FILTER) {
      return "filter";
    }
    return tag == DynamicTag.AUXILIARY ? "auxiliary" : "";
  }
}
