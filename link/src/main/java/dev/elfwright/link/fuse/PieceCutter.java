package dev.elfwright.link.fuse;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Cuts each part into the pieces that the new image maps. */
final class PieceCutter {
  private PieceCutter() {}

  /** Linkers put copies first into zeroed memory; this is far more than all of any program's. */
  private static final long MOST_COPIES = 64 << 20;

  static void cut(Part part) {
    long copiesEnd = endOfCopies(part);
    part.model().segments(SegmentType.LOAD).forEach(s -> requireInFile(part, s));
    List<Piece> pieces = new ArrayList<>();
    part.model()
        .segments(SegmentType.LOAD)
        .sorted(Comparator.comparingLong(Segment::address))
        .filter(s -> s.memorySize() > 0 && !isForLoaderOnly(part, s))
        .forEach(s -> pieces.add(new Piece(part, s, materialized(part, s, copiesEnd))));
    part.setPieces(pieces);
  }

  private static void requireInFile(Part part, Segment s) {
    long size = part.model().contents().byteSize();
    if (s.offset() < 0 || s.offset() > size || s.fileSize() > size - s.offset()) {
      throw new ElfFormatException(
          part.model().file(),
          s.offset(),
          "segment",
          "needs 0x%x bytes, the file ends at 0x%x".formatted(s.fileSize(), size));
    }
  }

  /**
   * The first segment of a modern library holds its headers, symbols, hashes and relocations: read
   * by the loader, never by code, and of no use once linked. Leaving it out saves a mapping each.
   */
  private static boolean isForLoaderOnly(Part part, Segment s) {
    if (s.flags() != Segment.READ || part.model().sectionHeaders().isEmpty()) {
      return false;
    }
    return part.model().sections().stream()
        .filter(sec ->
            (sec.header().flags() & SectionHeader.ALLOC) != 0
                && s.covers(sec.header().address(), sec.header().size()))
        .allMatch(sec ->
            switch (sec.header().type()) {
              case SectionType.NOTE,
                  SectionType.HASH,
                  SectionType.GNU_HASH,
                  SectionType.DYNSYM,
                  SectionType.STRTAB,
                  SectionType.REL,
                  SectionType.RELA,
                  SectionType.RELR,
                  SectionType.GNU_VERSYM,
                  SectionType.GNU_VERDEF,
                  SectionType.GNU_VERNEED ->
                  true;
              default -> sec.name().equals(".interp");
            });
  }

  private static long materialized(Part part, Segment s, long copiesEnd) {
    long fileEnd = s.address() + s.fileSize();
    long memoryEnd = s.address() + s.memorySize();
    long end = memoryEnd - fileEnd <= Piece.SMALL_BSS ? memoryEnd : fileEnd;
    if (copiesEnd > end && copiesEnd <= memoryEnd) {
      if (copiesEnd - fileEnd > MOST_COPIES) {
        throw part.malformed(
            "copy relocation",
            "reaches 0x%x bytes into zeroed memory".formatted(copiesEnd - fileEnd));
      }
      end = copiesEnd;
    }
    // Up to the page's end, or the kernel would touch the page to clear the rest of it.
    return ImageLayout.roundUp(end, ImageLayout.PAGE) - s.address();
  }

  /** Copies of library data lie in the program's zeroed memory, but get their bytes here. */
  private static long endOfCopies(Part part) {
    long end = 0;
    for (RelocationTable t : part.dynamic().relocations()) {
      for (int i = 0; i < t.count(); i++) {
        if (t.type(i) == X86_64.COPY) {
          end = Math.max(end, t.offset(i) + part.dynamic().symbols().size(t.symbol(i)));
        }
      }
    }
    return end;
  }
}
