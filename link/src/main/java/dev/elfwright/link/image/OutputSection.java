package dev.elfwright.link.image;

import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.link.input.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A section of the linked file: its size grows first, then it gets an address, then its bytes. */
final class OutputSection {
  /** More could not be reached by 32-bit distances. */
  private static final long LIMIT = 1L << 30;

  final String name;
  final int type;
  final long flags;
  final @Nullable Region region;
  long entrySize;
  long alignment = 1;
  long size;
  long address;
  long offset;
  int index;
  int info;
  @Nullable OutputSection link;
  private MemorySegment bytes = MemorySegment.NULL;

  /**
   * An empty section.
   *
   * @param region the memory it lies in, null when it is only in the file
   */
  OutputSection(String name, int type, long flags, @Nullable Region region) {
    this.name = name;
    this.type = type;
    this.flags = flags;
    this.region = region;
  }

  /** A table of the linker's own, in the part of the image that is only read. */
  static OutputSection table(String name, int type, long alignment, long entrySize) {
    OutputSection s = new OutputSection(name, type, SectionFlag.ALLOC, Region.CONSTANTS);
    s.alignment = alignment;
    s.entrySize = entrySize;
    return s;
  }

  boolean isThreadLocal() {
    return (flags & SectionFlag.TLS) != 0;
  }

  boolean hasBytes() {
    return type != SectionType.NOBITS;
  }

  /** Adds room. */
  long grow(long count, long multiple, Supplier<RuntimeException> tooLarge) {
    long at = size + multiple - 1 & -multiple;
    if (count < 0 || count > LIMIT - at) {
      throw tooLarge.get();
    }
    alignment = Math.max(alignment, multiple);
    size = at + count;
    return at;
  }

  void content(MemorySegment made) {
    bytes = made;
    size = made.byteSize();
  }

  MemorySegment content() {
    if (bytes.byteSize() < size && hasBytes()) {
      bytes = Arena.ofAuto().allocate(size, 8);
    }
    return bytes;
  }

  ByteBuffer buffer() {
    return content().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String toString() {
    return name;
  }
}
