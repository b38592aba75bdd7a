package dev.elfwright.machine.readelf;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import java.util.List;

/** {@code readelf -l}. */
final class SegmentText {
  private final Image image;
  private final Width width;
  private final Text out;

  SegmentText(Image image, Width width, Text out) {
    this.image = image;
    this.width = width;
    this.out = out;
  }

  /**
   * Prints the segments.
   *
   * @param below whether the ELF header stands above; if not, its most important lines are repeated
   */
  void print(boolean below) {
    FileHeader header = image.header();
    List<Segment> segments = image.segments();
    if (header.segmentCount() == 0) {
      if (header.segmentOffset() == 0) {
        out.line().line("There are no program headers in this file.");
      }
      return;
    }
    if (!below) {
      introduce(header, segments.size());
    }
    if (segments.isEmpty()) {
      return;
    }
    out.line().line("Program Headers:");
    columns();
    for (Segment s : segments) {
      entry(s);
      if (s.type() == SegmentType.INTERP) {
        interpreter(s);
      }
    }
    if (!image.sections().isEmpty() && image.hasSectionNames()) {
      mapping(segments);
    }
  }

  private void introduce(FileHeader header, int count) {
    out.line().put("Elf file type is ").line(HeaderText.fileType(image));
    out.put("Entry point ").prefixedHex(header.entry()).line();
    out.put(count == 1 ? "There is " : "There are ").dec(count);
    out.put(count == 1 ? " program header" : " program headers");
    out.put(", starting at offset ").unsigned(header.segmentOffset()).line();
  }

  private void columns() {
    if (!image.is64()) {
      out.line("  Type           Offset   VirtAddr   PhysAddr   FileSiz MemSiz  Flg Align");
    } else if (width == Width.WIDE) {
      out.line(
          "  Type           Offset   VirtAddr           PhysAddr           FileSiz  MemSiz   Flg"
              + " Align");
    } else {
      out.line("  Type           Offset             VirtAddr           PhysAddr");
      out.line("                 FileSiz            MemSiz              Flags  Align");
    }
  }

  private void entry(Segment s) {
    out.put("  ").fitted(SegmentTypeNames.of(s.type(), image.header()), 14).put(' ');
    if (!image.is64()) {
      hex(s.offset(), 6).put(' ');
      hex(s.address(), 8).put(' ');
      hex(s.physicalAddress(), 8).put(' ');
      hex(s.fileSize(), 5).put(' ');
      hex(s.memorySize(), 5).put(' ');
      flags(s).put(' ').alternateHex(s.alignment());
    } else if (width == Width.WIDE) {
      hex(s.offset(), 6).put(' ');
      hex(s.address(), 16).put(' ');
      hex(s.physicalAddress(), 16).put(' ');
      hex(s.fileSize(), 6).put(' ');
      hex(s.memorySize(), 6).put(' ');
      flags(s).put(' ').alternateHex(s.alignment());
    } else {
      hex(s.offset(), 16).put(' ');
      hex(s.address(), 16).put(' ');
      hex(s.physicalAddress(), 16).line().spaces(17);
      hex(s.fileSize(), 16).put(' ');
      hex(s.memorySize(), 16).put("  ");
      flags(s).put("    ").prefixedHex(s.alignment());
    }
    out.line();
  }

  private Text hex(long value, int digits) {
    return out.put("0x").hex(value, digits);
  }

  private Text flags(Segment s) {
    return out.put((s.flags() & Segment.READ) != 0 ? 'R' : ' ')
        .put((s.flags() & Segment.WRITE) != 0 ? 'W' : ' ')
        .put((s.flags() & Segment.EXECUTE) != 0 ? 'E' : ' ');
  }

  private void interpreter(Segment s) {
    StringBytes path = StringBytes.at(image.bytes(), s.offset(), s.fileSize());
    if (path != null) {
      out.put("      [Requesting program interpreter: ").put(path.name(0)).line("]");
    }
  }

  private void mapping(List<Segment> segments) {
    out.line().line(" Section to Segment mapping:").line("  Segment Sections...");
    NameText names = new NameText(out, width);
    for (int i = 0; i < segments.size(); i++) {
      out.put("   ").put(i < 10 ? "0" : "").dec(i).put("     ");
      SegmentContents contents = new SegmentContents(segments.get(i));
      List<SectionHeader> sections = image.sections();
      for (int j = 1; j < sections.size(); j++) {
        if (contents.contains(sections.get(j))) {
          names.section(image.sectionName(sections.get(j)));
          out.put(' ');
        }
      }
      out.line();
    }
  }
}
