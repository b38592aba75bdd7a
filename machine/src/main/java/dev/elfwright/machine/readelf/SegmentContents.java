package dev.elfwright.machine.readelf;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;

/**
 * Which sections lie in a segment. Addresses and offsets alone do not say it: .tbss takes no room
 * outside of PT_TLS, an empty section between two segments belongs to the second one, and
 * PT_DYNAMIC and PT_NOTE have no empty sections at their ends. The rules are those of binutils'
 * include/elf/internal.h, ELF_SECTION_IN_SEGMENT_STRICT.
 */
final class SegmentContents {
  private final Segment segment;

  SegmentContents(Segment segment) {
    this.segment = segment;
  }

  boolean contains(SectionHeader section) {
    return mayHold(section)
        && !isTbssElsewhere(section)
        && (section.type() == SectionType.NOBITS || liesInFilePart(section))
        && (!isAllocated(section) || liesInMemory(section))
        && !isEmptyAtEdge(section);
  }

  private boolean mayHold(SectionHeader section) {
    boolean tls = isTls(section);
    return switch (segment.type()) {
      case SegmentType.TLS -> tls;
      case SegmentType.PHDR -> false;
      case SegmentType.LOAD, SegmentType.GNU_RELRO -> isAllocated(section);
      case SegmentType.DYNAMIC,
          SegmentType.GNU_EH_FRAME,
          SegmentType.GNU_STACK,
          SegmentType.GNU_SFRAME ->
          !tls && isAllocated(section);
      default -> !tls && (isAllocated(section) || !SegmentTypeNames.isMbind(segment.type()));
    };
  }

  private boolean isTbssElsewhere(SectionHeader section) {
    return isTls(section)
        && section.type() == SectionType.NOBITS
        && segment.type() != SegmentType.TLS;
  }

  private boolean liesInFilePart(SectionHeader section) {
    return lies(section.offset(), section.size(), segment.offset(), segment.fileSize());
  }

  private boolean liesInMemory(SectionHeader section) {
    return lies(section.address(), section.size(), segment.address(), segment.memorySize());
  }

  /** What starts at the very end lies behind, except in an empty segment. */
  private static boolean lies(long start, long size, long segmentStart, long segmentSize) {
    long distance = start - segmentStart;
    return Long.compareUnsigned(start, segmentStart) >= 0
        && Long.compareUnsigned(distance, segmentSize - 1) <= 0
        && Long.compareUnsigned(distance + size, segmentSize) <= 0;
  }

  private boolean isEmptyAtEdge(SectionHeader section) {
    boolean hasStrictEdges =
        segment.type() == SegmentType.DYNAMIC || segment.type() == SegmentType.NOTE;
    return hasStrictEdges
        && section.size() == 0
        && segment.memorySize() != 0
        && !(isInside(section) && isInsideMemory(section));
  }

  private boolean isInside(SectionHeader section) {
    return section.type() == SectionType.NOBITS
        || isBetween(section.offset(), segment.offset(), segment.fileSize());
  }

  private boolean isInsideMemory(SectionHeader section) {
    return !isAllocated(section)
        || isBetween(section.address(), segment.address(), segment.memorySize());
  }

  private static boolean isBetween(long start, long segmentStart, long segmentSize) {
    return Long.compareUnsigned(start, segmentStart) > 0
        && Long.compareUnsigned(start - segmentStart, segmentSize) < 0;
  }

  private static boolean isTls(SectionHeader section) {
    return (section.flags() & SectionHeader.TLS) != 0;
  }

  private static boolean isAllocated(SectionHeader section) {
    return (section.flags() & SectionHeader.ALLOC) != 0;
  }
}
