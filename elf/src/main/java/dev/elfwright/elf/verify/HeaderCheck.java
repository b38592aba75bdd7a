package dev.elfwright.elf.verify;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import java.nio.ByteOrder;

/** Rules about the ELF header. */
final class HeaderCheck implements Check {
  private static final String PLACE = "ELF header";

  /** ELF_MIN_ALIGN is a page, but load_elf_phdrs allows 64 KiB on every machine. */
  private static final long KERNEL_LIMIT = 65536;

  @Override
  public void run(Subject subject, Report report) {
    FileHeader h = subject.header();
    identification(h, report);
    int type = h.type();
    if (type < FileType.REL || type > FileType.CORE && type < 0xfe00) {
      report.add(Rule.HEADER_TYPE, 16, PLACE, "e_type %d", type);
    }
    machine(h, report);
    int size = FileHeader.size(h.is64());
    if (h.headerSize() != size) {
      report.add(
          Rule.HEADER_SIZE,
          h.is64() ? 52 : 40,
          PLACE,
          "e_ehsize %d, expected %d",
          h.headerSize(),
          size);
    }
    names(subject, report);
    if (subject.isLoadable()) {
      loading(subject, report);
    }
  }

  private static void identification(FileHeader h, Report report) {
    if (h.identVersion() != 1) {
      report.add(Rule.IDENT_VERSION, 6, PLACE, "EI_VERSION %d, expected 1", h.identVersion());
    }
    if (h.version() != 1) {
      report.add(Rule.IDENT_VERSION, 20, PLACE, "e_version %d, expected 1", h.version());
    }
    if (h.padding() != 0) {
      report.add(Rule.IDENT_PADDING, 9, PLACE, "bytes 0x%014x, expected zeros", h.padding());
    }
  }

  private static void machine(FileHeader h, Report report) {
    boolean little = h.order() == ByteOrder.LITTLE_ENDIAN;
    boolean right =
        switch (h.machine()) {
          case Machine.X86_64 -> little;
          case Machine.I386 -> little && !h.is64();
          case Machine.LOONGARCH -> little;
          case Machine.PPC64, Machine.SPARCV9 -> h.is64();
          case Machine.PPC, Machine.ARM, Machine.SPARC -> !h.is64();
          case Machine.S390 -> !little;
          default -> true;
        };
    if (!right) {
      report.add(
          Rule.HEADER_CLASS,
          4,
          PLACE,
          "%d-bit %s is no file for machine %s",
          h.is64() ? 64 : 32,
          h.order(),
          Machine.name(h.machine()));
    }
    boolean flagless =
        switch (h.machine()) {
          case Machine.X86_64, Machine.I386, Machine.AARCH64 -> true;
          default -> false;
        };
    if (flagless && h.flags() != 0) {
      report.add(
          Rule.HEADER_FLAGS, h.is64() ? 48 : 36, PLACE, "e_flags 0x%x, expected 0", h.flags());
    }
  }

  private static void names(Subject subject, Report report) {
    int index = subject.model().sectionNamesIndex();
    boolean none = subject.sections().isEmpty() || index == 0;
    if (!none
        && !(subject.isSection(index)
            && subject.sections().get(index).type() == SectionType.STRTAB)) {
      report.add(
          Rule.SECTION_NAME_TABLE,
          subject.header().is64() ? 62 : 50,
          PLACE,
          "e_shstrndx names %s, which is no string table",
          subject.sectionName(index));
    }
  }

  private static void loading(Subject subject, Report report) {
    FileHeader h = subject.header();
    if (subject.segments().stream().noneMatch(Segment::isLoad)) {
      report.add(Rule.HAS_LOAD, h.is64() ? 32 : 28, PLACE, "no PT_LOAD segment");
      return;
    }
    long size = (long) subject.segments().size() * h.segmentEntrySize();
    if (size > KERNEL_LIMIT) {
      report.add(
          Rule.SEGMENT_COUNT, h.is64() ? 56 : 44, PLACE, "program headers of %d bytes", size);
    }
    if (h.entry() != 0 && subject.loadedBy(h.entry(), 1).isEmpty()) {
      report.add(Rule.ENTRY_POINT, 24, PLACE, "e_entry 0x%x is in no PT_LOAD segment", h.entry());
    }
  }
}
