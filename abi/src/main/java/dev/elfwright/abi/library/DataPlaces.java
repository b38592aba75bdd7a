package dev.elfwright.abi.library;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SegmentType;
import java.util.List;

/** What the places of variables in a file say of them. */
final class DataPlaces {
  private final ElfModel model;
  private final List<Segment> loaded;
  private final List<Segment> relro;

  DataPlaces(ElfModel model) {
    this.model = model;
    this.loaded = model.segments(SegmentType.LOAD).toList();
    this.relro = model.segments(SegmentType.GNU_RELRO).toList();
  }

  Protection protection(Symbol symbol) {
    return loaded.isEmpty() ? protectionOfSection(symbol) : protection(symbol.value());
  }

  /** An object file has no segments yet. */
  private Protection protectionOfSection(Symbol symbol) {
    boolean isInSection =
        !symbol.isReserved()
            && symbol.sectionIndex() > 0
            && symbol.sectionIndex() < model.sectionHeaders().size();
    boolean isReadOnly =
        isInSection
            && (model.sectionHeaders().get(symbol.sectionIndex()).flags() & SectionHeader.WRITE)
                == 0;
    return isReadOnly ? Protection.READ_ONLY : Protection.WRITABLE;
  }

  private Protection protection(long address) {
    if (relro.stream().anyMatch(s -> s.covers(address, 1))) {
      return Protection.RELRO;
    }
    return loaded.stream().anyMatch(s -> s.covers(address, 1) && (s.flags() & Segment.WRITE) != 0)
        ? Protection.WRITABLE
        : Protection.READ_ONLY;
  }

  /**
   * The largest power of two that divides the address and is not above the alignment of the
   * section, as GNU ld takes it (_bfd_elf_adjust_dynamic_copy); without section headers, not above
   * 32, which is what compilers align large objects to.
   */
  long apparentAlignment(Symbol symbol) {
    long limit = 32;
    if (!symbol.isReserved()
        && symbol.sectionIndex() > 0
        && symbol.sectionIndex() < model.sectionHeaders().size()) {
      SectionHeader section = model.sectionHeaders().get(symbol.sectionIndex());
      limit = Math.max(1, section.alignment());
    }
    long ofAddress = symbol.value() == 0 ? limit : Long.lowestOneBit(symbol.value());
    return Math.min(limit, ofAddress);
  }
}
