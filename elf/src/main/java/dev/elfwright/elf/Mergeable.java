package dev.elfwright.elf;

import dev.elfwright.elf.constant.SectionFlag;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What a linker may fold when several files have the same: SHF_MERGE (gABI, "Section Header"). With
 * SHF_STRINGS the section holds strings, otherwise constants of sh_entsize bytes.
 */
public sealed interface Mergeable permits MergeStrings, MergeConstants {

  /**
   * The content of a section with SHF_MERGE, expanded where it was compressed. Empty also where
   * sh_entsize is 0, as lld writes it where it joined sections of several sizes.
   *
   * @throws ElfFormatException when sh_entsize is no size of a character or constant, the size is
   *     no multiple of it, or the bytes do not lie in the file
   */
  static Optional<Mergeable> of(Section section) {
    SectionHeader h = section.header();
    if ((h.flags() & SectionFlag.MERGE) == 0 || h.entrySize() == 0 || !section.hasBytes()) {
      return Optional.empty();
    }
    MemorySegment bytes = section.uncompressed();
    boolean areStrings = (h.flags() & SectionFlag.STRINGS) != 0;
    long width = h.entrySize();
    boolean isWidth = areStrings ? width == 1 || width == 2 || width == 4 : width > 0;
    if (!isWidth || bytes.byteSize() % width != 0) {
      throw section
          .model()
          .bytes()
          .malformed(
              h.offset(),
              "mergeable section",
              "0x%x bytes in entries of %s bytes"
                  .formatted(bytes.byteSize(), Long.toUnsignedString(width)));
    }
    return Optional.of(
        areStrings
            ? new MergeStrings(section.model().bytes(), h.offset(), bytes, (int) width)
            : new MergeConstants(bytes, width));
  }
}
