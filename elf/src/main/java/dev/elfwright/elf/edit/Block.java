package dev.elfwright.elf.edit;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Loaded bytes that may move although loaded bytes are pinned: no code knows where they are, only a
 * program header, an entry of the dynamic section, or both.
 */
final class Block {
  /** What a block is, which says who points to it. */
  enum Kind {
    /** PT_INTERP. */
    INTERPRETER,
    /** One or more PT_NOTE and PT_GNU_PROPERTY segments that touch each other. */
    NOTES,
    /** PT_DYNAMIC; the loader writes to it. */
    DYNAMIC,
    /** DT_STRTAB. */
    STRINGS,
    /** DT_SYMTAB. */
    SYMBOLS,
    /** DT_GNU_HASH. */
    GNU_HASH,
    /** DT_HASH. */
    SYSV_HASH,
    /** DT_VERSYM. */
    VERSIONS,
    /** DT_VERNEED. */
    VERSION_NEEDS,
    /** DT_VERDEF. */
    VERSION_DEFINITIONS
  }

  /** The address and offset in the original file of what it does not have. */
  static final long NOWHERE = -1;

  final Kind kind;

  /** Where the block is in the original file: an address, an offset, and a size in bytes. */
  final long oldAddress;

  final long oldOffset;
  final long oldSize;
  final long alignment;

  long address;
  long offset;

  /** The section of a block that the original file does not have, if it has one. */
  @Nullable DraftSection section;

  private @Nullable MemorySegment fresh;

  /** A block that the original file does not have. */
  static Block added(Kind kind, MemorySegment bytes, long alignment) {
    Block made = new Block(kind, NOWHERE, NOWHERE, 0, alignment);
    made.replace(bytes);
    return made;
  }

  Block(Kind kind, long address, long offset, long size, long alignment) {
    this.kind = kind;
    this.oldAddress = address;
    this.oldOffset = offset;
    this.oldSize = size;
    this.alignment = alignment;
    this.address = address;
    this.offset = offset;
  }

  long size() {
    return fresh == null ? oldSize : fresh.byteSize();
  }

  /** The bytes that replace the original ones, or null. */
  @Nullable MemorySegment fresh() {
    return fresh;
  }

  void replace(MemorySegment bytes) {
    fresh = bytes;
  }

  boolean isAdded() {
    return oldAddress == NOWHERE;
  }

  boolean isWritable() {
    return kind == Kind.DYNAMIC;
  }

  boolean hasMoved() {
    return address != oldAddress;
  }

  boolean covers(long start, long size) {
    long distance = start - oldAddress;
    return distance >= 0 && distance <= oldSize && size >= 0 && size <= oldSize - distance;
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
