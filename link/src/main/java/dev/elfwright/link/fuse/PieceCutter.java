package dev.elfwright.link.fuse;

import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SectionType;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SegmentType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Cuts each part into the pieces that the new image maps. */
final class PieceCutter {
  private PieceCutter() {}

  static void cut(Part part) {
    long copiesEnd = endOfCopies(part);
    List<Piece> pieces = new ArrayList<>();
    part.model()
        .segments(SegmentType.LOAD)
        .sorted(Comparator.comparingLong(Segment::address))
        .filter(s -> s.memorySize() > 0 && !isForLoaderOnly(part, s))
        .forEach(s -> pieces.add(new Piece(part, s, materialized(s, copiesEnd))));
    part.setPieces(pieces);
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

  private static long materialized(Segment s, long copiesEnd) {
    long fileEnd = s.address() + s.fileSize();
    long memoryEnd = s.address() + s.memorySize();
    long end = memoryEnd - fileEnd <= Piece.SMALL_BSS ? memoryEnd : fileEnd;
    if (copiesEnd > end && copiesEnd <= memoryEnd) {
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
