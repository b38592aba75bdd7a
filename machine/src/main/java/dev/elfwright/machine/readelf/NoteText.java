package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import java.util.List;

/**
 * {@code readelf -n}: the notes in sections, or those in segments where there is no such section.
 */
final class NoteText {
  private final Image image;
  private final Text out;
  private final NameText names;
  private final NoteValues values;

  NoteText(Image image, Width width, Text out) {
    this.image = image;
    this.out = out;
    this.names = new NameText(out, width);
    this.values = new NoteValues(image, width, out);
  }

  void print() {
    boolean isCore = image.header().type() == FileType.CORE;
    if (isCore && image.segments().isEmpty()) {
      out.line("No notes found file.");
    } else if (isCore || !sections()) {
      segments();
    }
  }

  private boolean sections() {
    boolean found = false;
    List<SectionHeader> sections = image.sections();
    for (int i = 0; i < sections.size(); i++) {
      SectionHeader s = sections.get(i);
      if (s.type() == SectionType.NOTE) {
        found = true;
        if (s.size() != 0) {
          in(s.offset(), s.size());
          out.line().put("Displaying notes found in: ");
          names.section(image.sectionName(s));
          out.line();
          notes(NoteRelocations.applied(image, i), 0, s.size(), s.alignment());
        }
      }
    }
    return found;
  }

  private void segments() {
    for (Segment s : image.segments()) {
      if (s.type() == SegmentType.NOTE && s.fileSize() != 0) {
        in(s.offset(), s.fileSize());
        out.line().put("Displaying notes found at file offset 0x").hex(s.offset(), 8);
        out.put(" with length 0x").hex(s.fileSize(), 8).line(":");
        notes(image.bytes(), s.offset(), s.fileSize(), s.alignment());
      }
    }
  }

  private void in(long offset, long size) {
    image.bytes().require(offset, size, "notes");
  }

  private void notes(ElfBytes in, long start, long size, long alignment) {
    long align = Long.compareUnsigned(alignment, 4) < 0 ? 4 : alignment;
    if (align != 4 && align != 8) {
      return;
    }
    out.put("  ").left("Owner", 20).put(' ').left("Data size", 10).line("\tDescription");
    long end = start + size;
    long at = start;
    while (end - at >= 12) {
      long nameSize = in.u32(at);
      long descriptionSize = in.u32(at + 4);
      long description = at + roundUp(12 + nameSize, align);
      long next = at + roundUp(description - at + descriptionSize, align);
      if (description > end || next > end) {
        return;
      }
      values.print(
          new NoteBytes(in, at + 12, nameSize, in.i32(at + 8), description, descriptionSize));
      at = next;
    }
  }

  private static long roundUp(long value, long align) {
    return (value + align - 1) & -align;
  }
}
