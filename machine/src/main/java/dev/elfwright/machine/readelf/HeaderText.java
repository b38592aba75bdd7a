package dev.elfwright.machine.readelf;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.FileType;
import java.nio.ByteOrder;
import java.util.List;

/** {@code readelf -h}. */
final class HeaderText {
  private final Image image;
  private final Text out;

  HeaderText(Image image, Text out) {
    this.image = image;
    this.out = out;
  }

  void print() {
    FileHeader h = image.header();
    out.line("ELF Header:").put("  Magic:   ");
    for (int i = 0; i < 16; i++) {
      out.hex(image.bytes().u8(i), 2).put(' ');
    }
    out.line();
    label("Class:").line(h.is64() ? "ELF64" : "ELF32");
    label("Data:")
        .put("2's complement, ")
        .line(h.order() == ByteOrder.BIG_ENDIAN ? "big endian" : "little endian");
    label("Version:").dec(h.identVersion()).line(identVersion(h.identVersion()));
    label("OS/ABI:").line(OsAbiNames.of(h.osAbi(), h.machine()));
    label("ABI Version:").dec(h.abiVersion()).line();
    label("Type:").line(fileType(image));
    label("Machine:").line(MachineNames.of(h.machine()));
    label("Version:").prefixedHex(h.version()).line();
    label("Entry point address:").prefixedHex(h.entry()).line();
    label("Start of program headers:").dec(h.segmentOffset()).line(" (bytes into file)");
    label("Start of section headers:").dec(h.sectionOffset()).line(" (bytes into file)");
    label("Flags:")
        .prefixedHex(Integer.toUnsignedLong(h.flags()))
        .line(HeaderFlags.of(h.flags(), h.machine()));
    label("Size of this header:").dec(h.headerSize()).line(" (bytes)");
    label("Size of program headers:").dec(h.segmentEntrySize()).line(" (bytes)");
    counts(h);
  }

  private void counts(FileHeader h) {
    List<SectionHeader> sections = image.sections();
    int segments = sections.isEmpty() ? 0 : sections.getFirst().info();
    label("Number of program headers:").dec(h.segmentCount());
    if (h.segmentCount() == FileHeader.PN_XNUM && segments != 0) {
      out.put(" (").dec(Integer.toUnsignedLong(segments)).put(')');
    }
    out.line();
    label("Size of section headers:").dec(h.sectionEntrySize()).line(" (bytes)");
    label("Number of section headers:").dec(h.sectionCount());
    if (h.sectionCount() == 0 && h.sectionOffset() != 0) {
      out.put(" (").dec(sections.size()).put(')');
    }
    out.line();
    label("Section header string table index:").dec(h.sectionNames());
    long names = Integer.toUnsignedLong(image.model().sectionNamesIndex());
    if (!sections.isEmpty() && h.sectionNames() == FileHeader.SHN_XINDEX) {
      out.put(" (").dec(names).put(')');
    }
    out.line(names != 0 && names >= sections.size() ? " <corrupt: out of range>" : "");
  }

  private Text label(String text) {
    return out.put("  ").left(text, 35);
  }

  private static String identVersion(int version) {
    return switch (version) {
      case 0 -> "";
      case 1 -> " (current)";
      default -> " <unknown>";
    };
  }

  /** Also the first line that {@code -l} prints when there is no header above it. */
  static String fileType(Image image) {
    int type = image.header().type();
    return switch (type) {
      case FileType.NONE -> "NONE (None)";
      case FileType.REL -> "REL (Relocatable file)";
      case FileType.EXEC -> "EXEC (Executable file)";
      case FileType.DYN ->
          image.dynamic().isProgram()
              ? "DYN (Position-Independent Executable file)"
              : "DYN (Shared object file)";
      case FileType.CORE -> "CORE (Core file)";
      default -> {
        String number = Integer.toHexString(type);
        yield type >= 0xff00
            ? "Processor Specific: (" + number + ")"
            : type >= 0xfe00 ? "OS Specific: (" + number + ")" : "<unknown>: " + number;
      }
    };
  }
}
