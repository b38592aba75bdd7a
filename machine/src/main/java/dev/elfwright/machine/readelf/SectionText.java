package dev.elfwright.machine.readelf;

import dev.elfwright.elf.SectionHeader;
import java.util.List;

/** {@code readelf -S}. */
final class SectionText {
  private final Image image;
  private final Width width;
  private final Text out;
  private final NameText names;
  private final SectionFlagLetters flags;

  SectionText(Image image, Width width, Text out) {
    this.image = image;
    this.width = width;
    this.out = out;
    this.names = new NameText(out, width);
    this.flags = new SectionFlagLetters(image.header());
  }

  /**
   * Prints the sections.
   *
   * @param below whether the ELF header stands above; if not, how many there are is said first
   */
  void print(boolean below) {
    List<SectionHeader> sections = image.sections();
    if (sections.isEmpty()) {
      if (image.header().sectionOffset() == 0) {
        out.line().line("There are no sections in this file.");
      }
      return;
    }
    if (!below) {
      out.put(sections.size() == 1 ? "There is " : "There are ").dec(sections.size());
      out.put(sections.size() == 1 ? " section header" : " section headers");
      out.put(", starting at offset ").alternateHex(image.header().sectionOffset()).line(":");
    }
    out.line().line(sections.size() == 1 ? "Section Header:" : "Section Headers:");
    columns();
    for (int i = 0; i < sections.size(); i++) {
      entry(i, sections.get(i));
    }
    flags.key(out);
  }

  private void columns() {
    if (!image.is64()) {
      out.line("  [Nr] Name              Type            Addr     Off    Size   ES Flg Lk Inf Al");
    } else if (width == Width.WIDE) {
      out.line(
          "  [Nr] Name              Type            Address          Off    Size   ES Flg Lk Inf"
              + " Al");
    } else {
      out.line("  [Nr] Name              Type             Address           Offset");
      out.line("       Size              EntSize          Flags  Link  Info  Align");
    }
  }

  private void entry(int index, SectionHeader s) {
    out.put("  [").dec(index, 2).put("] ");
    names.print(-17, image.sectionName(s));
    String type = SectionTypeNames.of(s.type(), image.header());
    out.put(' ');
    if (width == Width.WIDE) {
      out.left(type, 15).put(' ');
    } else {
      out.fitted(type, 15).put(' ');
    }
    if (image.is64() && width == Width.NARROW) {
      twoLines(s);
    } else {
      oneLine(s);
    }
  }

  private void oneLine(SectionHeader s) {
    out.hex(s.address(), image.is64() ? 16 : 8).put(' ');
    out.hex(s.offset(), 6).put(' ').hex(s.size(), 6).put(' ');
    out.hex(EntrySizes.of(s, image.is64()), 2).put(' ');
    out.right(flags.of(s.flags()), 3).put(' ');
    out.dec(Integer.toUnsignedLong(s.link()), 2).put(' ');
    out.dec(Integer.toUnsignedLong(s.info()), 3).put(' ');
    out.right(Long.toUnsignedString(s.alignment()), 2).line();
  }

  private void twoLines(SectionHeader s) {
    out.put(' ').hex(s.address(), 16).put("  ").hex(s.offset(), 8).line();
    out.spaces(7).hex(s.size(), 16).put("  ");
    out.hex(EntrySizes.of(s, image.is64()), 16).put(' ');
    out.right(flags.of(s.flags()), 3).spaces(6);
    out.dec(Integer.toUnsignedLong(s.link()), 2).put("   ");
    out.dec(Integer.toUnsignedLong(s.info()), 3).spaces(5);
    out.unsigned(s.alignment()).line();
  }
}
