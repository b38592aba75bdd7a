package dev.elfwright.elf.edit;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A section on its way from one file to the next. References to other sections are references here,
 * and become indices again when the file is laid out.
 */
final class DraftSection {
  /** The origin of a section that the file did not have. */
  static final int NEW = -1;

  /** The index in the original file, or {@link #NEW}. */
  final int origin;

  /** The header in the original file, all zero for a new section. */
  final SectionHeader original;

  /** The index in the new file, valid once sections are numbered. */
  int index;

  String name;
  int type;
  long flags;
  long address;
  long offset;
  long size;
  long alignment;
  long entrySize;

  /** sh_link: the section, or null when {@link #rawLink} is no section of this file. */
  @Nullable DraftSection link;

  int rawLink;

  /** sh_info where it names a section, otherwise null and {@link #rawInfo} counts. */
  @Nullable DraftSection info;

  int rawInfo;

  /** Bytes that replace the original ones, null while those are kept. */
  private @Nullable MemorySegment fresh;

  DraftSection(int origin, String name, SectionHeader header) {
    this.origin = origin;
    this.name = name;
    this.original = header;
    this.type = header.type();
    this.flags = header.flags();
    this.address = header.address();
    this.offset = header.offset();
    this.size = header.size();
    this.alignment = header.alignment();
    this.entrySize = header.entrySize();
    this.rawLink = header.link();
    this.rawInfo = header.info();
  }

  boolean isNew() {
    return origin == NEW;
  }

  boolean isLoaded() {
    return (flags & SectionHeader.ALLOC) != 0;
  }

  boolean hasBytes() {
    return type != SectionType.NOBITS && type != SectionType.NULL;
  }

  boolean isRelocations() {
    return type == SectionType.REL || type == SectionType.RELA || type == SectionType.CREL;
  }

  /** The bytes that replace the original ones, or null. */
  @Nullable MemorySegment fresh() {
    return fresh;
  }

  void replace(MemorySegment bytes) {
    fresh = bytes;
    size = bytes.byteSize();
  }

  /** Leaves the bytes of a new section to whoever writes the plan. */
  void reserve(long bytes) {
    fresh = null;
    size = bytes;
  }

  boolean isReserved() {
    return isNew() && fresh == null && size > 0;
  }

  /** Makes the section one that has a size but no bytes. */
  void drop() {
    fresh = null;
    type = SectionType.NOBITS;
  }

  @Override
  public String toString() {
    return "section " + name;
  }
}
