package dev.elfwright.elf.diff;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionType;

/** Where the meaning of a section's bytes is to be found. */
enum Meaning {
  /** In the bytes. */
  BYTES,
  /** Nearly all bytes are addresses, or distances between them. */
  ADDRESSES,
  /** In what is compared by itself: symbols, relocations, notes, the dynamic section. */
  ELSEWHERE;

  static Meaning of(Section section) {
    return switch (section.header().type()) {
      case SectionType.NULL,
          SectionType.SYMTAB,
          SectionType.SYMTAB_SHNDX,
          SectionType.DYNSYM,
          SectionType.STRTAB,
          SectionType.HASH,
          SectionType.GNU_HASH,
          SectionType.DYNAMIC,
          SectionType.REL,
          SectionType.RELA,
          SectionType.RELR,
          SectionType.CREL,
          SectionType.ANDROID_REL,
          SectionType.ANDROID_RELA,
          SectionType.ANDROID_RELR,
          SectionType.GNU_VERSYM,
          SectionType.GNU_VERDEF,
          SectionType.GNU_VERNEED,
          SectionType.GROUP ->
          ELSEWHERE;
      case SectionType.NOTE -> isLoadedNote(section) ? ELSEWHERE : BYTES;
      case SectionType.NOBITS -> ADDRESSES;
      default -> ofName(section.name());
    };
  }

  private static boolean isLoadedNote(Section section) {
    return (section.header().flags() & SectionHeader.ALLOC) != 0;
  }

  /** The linker made these, by name only. */
  private static Meaning ofName(String name) {
    return switch (name) {
      case ".interp" -> ELSEWHERE;
      case ".got", ".got.plt", ".plt", ".plt.got", ".plt.sec", ".eh_frame", ".eh_frame_hdr" ->
          ADDRESSES;
      default -> BYTES;
    };
  }
}
