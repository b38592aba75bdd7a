package dev.elfwright.elf.diff;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.diff.Subject.Kind;

/** Names, types, flags and sizes of sections; their order and place are layout. */
final class SectionFacts {
  private SectionFacts() {}

  static void add(ElfModel file, Addresses addresses, Inventory to) {
    for (Section section : file.sections()) {
      if (section.index() != 0) {
        add(section, file.header().abi(), addresses, to);
      }
    }
  }

  /** Adds a section, and tells under which name it is compared. */
  static Subject add(Section section, Abi abi, Addresses addresses, Inventory to) {
    SectionHeader h = section.header();
    boolean table = Meaning.of(section) == Meaning.ELSEWHERE;
    return to.add(
        Kind.SECTION,
        section.name(),
        SectionType.name(h.type(), abi),
        String.join(" ", SectionFlag.names(h.flags(), abi)),
        table ? "" : Long.toUnsignedString(size(section)),
        table ? "" : Long.toUnsignedString(Math.max(1, h.alignment())),
        addresses == Addresses.COMPARED ? Hex.of(h.address()) : "");
  }

  /** In bytes, before compression. */
  private static long size(Section section) {
    return section.compression().map(c -> c.size()).orElse(section.header().size());
  }
}
