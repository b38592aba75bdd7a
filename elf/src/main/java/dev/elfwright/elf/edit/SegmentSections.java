package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;

/** Which sections stand in segments. */
final class SegmentSections {
  private SegmentSections() {}

  static boolean holds(ElfModel model, int section) {
    SectionHeader s = model.sectionHeaders().get(section);
    return model.segments().stream().anyMatch(g -> holds(g, s));
  }

  private static boolean holds(Segment g, SectionHeader s) {
    long size = Math.max(1, s.size());
    if (s.type() != SectionType.NOBITS) {
      return isWithin(s.offset(), size, g.offset(), g.fileSize());
    }
    // .tbss takes no room in a segment but its own.
    boolean threadLocal = (s.flags() & SectionHeader.TLS) != 0;
    return (s.flags() & SectionHeader.ALLOC) != 0
        && threadLocal == (g.type() == SegmentType.TLS)
        && isWithin(s.address(), size, g.address(), g.memorySize());
  }

  private static boolean isWithin(long start, long size, long from, long room) {
    long ahead = start - from;
    return ahead >= 0 && size <= room && ahead <= room - size;
  }
}
