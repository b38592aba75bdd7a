package dev.elfwright.elf.verify;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.CompressionType;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;

/** Rules about each section header by itself. */
final class SectionCheck implements Check {
  private static final int FIRST_OF_SYSTEMS = 0x6000_0000;

  /** All of the gABI, SHF_MASKOS and SHF_MASKPROC. */
  private static final long KNOWN_FLAGS = 0xfff0_0ff7L;

  @Override
  public void run(Subject subject, Report report) {
    if (subject.sections().isEmpty()) {
      return;
    }
    first(subject, report);
    long names = namesSize(subject);
    for (int i = 1; i < subject.sections().size(); i++) {
      SectionHeader s = subject.sections().get(i);
      if (s.type() == SectionType.NULL) {
        continue;
      }
      long at = subject.sectionAt(i);
      if (names >= 0 && s.nameOffset() >= names) {
        report.add(
            Rule.SECTION_NAME, at, "section " + i, "sh_name 0x%x of 0x%x", s.nameOffset(), names);
      }
      kind(subject, report, i, s);
      place(subject, report, i, s);
      entries(subject, report, i, s);
      if ((s.flags() & SectionFlag.COMPRESSED) != 0) {
        compressed(subject, report, i, s);
      }
    }
  }

  private static void first(Subject subject, Report report) {
    SectionHeader s = subject.sections().getFirst();
    boolean zero =
        s.nameOffset() == 0
            && s.type() == SectionType.NULL
            && s.flags() == 0
            && s.address() == 0
            && s.offset() == 0
            && s.alignment() == 0
            && s.entrySize() == 0;
    // Count of sections, index of the names, count of segments: only where 16 bits are too few.
    boolean numbers =
        (s.size() == 0 || subject.header().sectionCount() == 0)
            && (s.link() == 0 || subject.header().sectionNames() == 0xffff)
            && (s.info() == 0 || subject.header().segmentCount() == 0xffff);
    if (!zero || !numbers) {
      report.add(Rule.SECTION_NULL, subject.sectionAt(0), "section 0", "not zero");
    }
  }

  /** The size of the section name table, -1 when there is none. */
  private static long namesSize(Subject subject) {
    int index = subject.model().sectionNamesIndex();
    boolean there =
        subject.isSection(index) && subject.sections().get(index).type() == SectionType.STRTAB;
    return there ? subject.sections().get(index).size() : -1;
  }

  private static void kind(Subject subject, Report report, int index, SectionHeader s) {
    if (s.type() > 0
        && s.type() < FIRST_OF_SYSTEMS
        && SectionType.name(s.type(), subject.abi()).startsWith("0x")) {
      report.add(
          Rule.SECTION_TYPE,
          subject.sectionAt(index),
          subject.sectionName(index),
          "unknown sh_type 0x%x",
          s.type());
    }
    if ((s.flags() & ~KNOWN_FLAGS) != 0) {
      report.add(
          Rule.SECTION_FLAGS,
          subject.sectionAt(index),
          subject.sectionName(index),
          "unknown sh_flags 0x%x",
          s.flags() & ~KNOWN_FLAGS);
    }
  }

  private static void place(Subject subject, Report report, int index, SectionHeader s) {
    long at = subject.sectionAt(index);
    long end = subject.in().size();
    if (s.type() != SectionType.NOBITS
        && (s.offset() < 0 || s.size() < 0 || s.offset() > end || s.size() > end - s.offset())) {
      report.add(
          Rule.SECTION_IN_FILE,
          at,
          subject.sectionName(index),
          "0x%x bytes at 0x%x, the file ends at 0x%x",
          s.size(),
          s.offset(),
          end);
    }
    if (Long.bitCount(s.alignment()) > 1) {
      report.add(
          Rule.SECTION_ALIGNMENT,
          at,
          subject.sectionName(index),
          "sh_addralign 0x%x, expected a power of two",
          s.alignment());
    } else if (s.alignment() != 0 && (s.address() & (s.alignment() - 1)) != 0) {
      report.add(
          Rule.SECTION_ADDRESS,
          at,
          subject.sectionName(index),
          "sh_addr 0x%x is no multiple of 0x%x",
          s.address(),
          s.alignment());
    }
  }

  private static void entries(Subject subject, Report report, int index, SectionHeader s) {
    boolean is64 = subject.in().is64();
    int expected =
        switch (s.type()) {
          case SectionType.SYMTAB, SectionType.DYNSYM -> SymbolTable.entrySize(is64);
          case SectionType.REL -> RelocationTable.entrySize(is64, false);
          case SectionType.RELA -> RelocationTable.entrySize(is64, true);
          case SectionType.DYNAMIC -> 2 * subject.wordSize();
          case SectionType.RELR -> subject.wordSize();
          case SectionType.GNU_VERSYM -> 2;
          case SectionType.SYMTAB_SHNDX, SectionType.GROUP -> 4;
          default -> 0;
        };
    if (expected == 0) {
      if (s.entrySize() != 0 && Long.remainderUnsigned(s.size(), s.entrySize()) != 0) {
        report.add(
            Rule.SECTION_SIZE,
            subject.sectionAt(index),
            subject.sectionName(index),
            "sh_size 0x%x is no multiple of sh_entsize 0x%x",
            s.size(),
            s.entrySize());
      }
      return;
    }
    if (s.entrySize() != expected) {
      report.add(
          Rule.SECTION_ENTRY_SIZE,
          subject.sectionAt(index),
          subject.sectionName(index),
          "sh_entsize %d, expected %d",
          s.entrySize(),
          expected);
    }
    if (Long.remainderUnsigned(s.size(), expected) != 0) {
      report.add(
          Rule.SECTION_SIZE,
          subject.sectionAt(index),
          subject.sectionName(index),
          "sh_size 0x%x is no multiple of %d",
          s.size(),
          expected);
    }
  }

  /** Elf_Chdr: ch_type at 0; ch_size and ch_addralign, words, at 4 and 8, in ELF64 at 8 and 16. */
  private static void compressed(Subject subject, Report report, int index, SectionHeader s) {
    ElfBytes in = subject.in();
    long header = in.is64() ? 24 : 12;
    boolean hasHeader =
        (s.flags() & SectionFlag.ALLOC) == 0
            && s.type() != SectionType.NOBITS
            && Long.compareUnsigned(s.size(), header) >= 0;
    boolean right = hasHeader;
    if (hasHeader) {
      in.require(s.offset(), header, "compression header");
      int type = in.i32(s.offset());
      long alignment = in.word(s.offset() + (in.is64() ? 16 : 8));
      boolean reserved = type >= 0x6000_0000;
      right =
          (type == CompressionType.ZLIB || type == CompressionType.ZSTD || reserved)
              && Long.bitCount(alignment) <= 1;
    }
    if (!right) {
      report.add(
          Rule.SECTION_COMPRESSED,
          subject.sectionAt(index),
          subject.sectionName(index),
          "SHF_COMPRESSED without a compression header");
    }
  }
}
