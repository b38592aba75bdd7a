package dev.elfwright.elf.edit;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;

/** Headers that differ from others in one field. */
final class Headers {
  private Headers() {}

  static FileHeader withOsAbi(FileHeader h, int osAbi) {
    return make(h, osAbi, h.type(), h.entry(), h.flags());
  }

  static FileHeader withType(FileHeader h, int type) {
    return make(h, h.osAbi(), type, h.entry(), h.flags());
  }

  static FileHeader withEntry(FileHeader h, long entry) {
    return make(h, h.osAbi(), h.type(), entry, h.flags());
  }

  static FileHeader withFlags(FileHeader h, int flags) {
    return make(h, h.osAbi(), h.type(), h.entry(), flags);
  }

  private static FileHeader make(FileHeader h, int osAbi, int type, long entry, int flags) {
    return new FileHeader(
        h.is64(),
        h.order(),
        h.identVersion(),
        osAbi,
        h.abiVersion(),
        h.padding(),
        type,
        h.machine(),
        h.version(),
        entry,
        h.segmentOffset(),
        h.sectionOffset(),
        flags,
        h.headerSize(),
        h.segmentEntrySize(),
        h.segmentCount(),
        h.sectionEntrySize(),
        h.sectionCount(),
        h.sectionNames());
  }

  /** The header with both tables at new places; counts as they stand in the fields. */
  static FileHeader withTables(
      FileHeader h,
      long segmentOffset,
      int segmentCount,
      long sectionOffset,
      int sectionCount,
      int sectionNames) {
    boolean none = sectionCount == 0 && sectionOffset == 0;
    int entrySize = none ? h.sectionEntrySize() : SectionHeader.entrySize(h.is64());
    return make(
        h, segmentOffset, segmentCount, sectionOffset, entrySize, sectionCount, sectionNames);
  }

  /** The header of a file that has no section headers, and so no size of one. */
  static FileHeader withoutSections(FileHeader h) {
    return make(h, h.segmentOffset(), h.segmentCount(), 0, 0, 0, 0);
  }

  private static FileHeader make(
      FileHeader h,
      long segmentOffset,
      int segmentCount,
      long sectionOffset,
      int sectionEntrySize,
      int sectionCount,
      int sectionNames) {
    return new FileHeader(
        h.is64(),
        h.order(),
        h.identVersion(),
        h.osAbi(),
        h.abiVersion(),
        h.padding(),
        h.type(),
        h.machine(),
        h.version(),
        h.entry(),
        segmentOffset,
        sectionOffset,
        h.flags(),
        h.headerSize(),
        h.segmentEntrySize(),
        segmentCount,
        sectionEntrySize,
        sectionCount,
        sectionNames);
  }

  static Segment withFlags(Segment s, int flags) {
    return new Segment(
        s.type(),
        flags,
        s.offset(),
        s.address(),
        s.physicalAddress(),
        s.fileSize(),
        s.memorySize(),
        s.alignment());
  }

  static Segment withPhysicalAddress(Segment s, long physicalAddress) {
    return new Segment(
        s.type(),
        s.flags(),
        s.offset(),
        s.address(),
        physicalAddress,
        s.fileSize(),
        s.memorySize(),
        s.alignment());
  }

  static Segment withAlignment(Segment s, long alignment) {
    return new Segment(
        s.type(),
        s.flags(),
        s.offset(),
        s.address(),
        s.physicalAddress(),
        s.fileSize(),
        s.memorySize(),
        alignment);
  }

  /**
   * The segment at another place, with another size. A physical address that is no copy of the
   * virtual one is left as it is: what it means is known to a boot loader only.
   */
  static Segment at(Segment s, long address, long offset, long fileSize, long memorySize) {
    return new Segment(
        s.type(),
        s.flags(),
        offset,
        address,
        s.physicalAddress() == s.address() ? address : s.physicalAddress(),
        fileSize,
        memorySize,
        s.alignment());
  }
}
