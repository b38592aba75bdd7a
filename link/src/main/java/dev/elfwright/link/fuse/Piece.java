package dev.elfwright.link.fuse;

import dev.elfwright.elf.Segment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One PT_LOAD of a part. A writable piece holds its bytes, because relocation changes them; of any
 * other, only the ranges that are patched are held, and the rest is copied from file to file.
 */
final class Piece {
  /**
   * Zeroed memory up to this size is written to the file: a mapping of its own costs more at each
   * start than 16 pages of zeros that are never read.
   */
  static final long SMALL_BSS = 64 * 1024;

  private final Part part;
  private final Segment segment;
  private final @Nullable ByteBuffer data;
  private final TreeMap<Long, byte[]> patches = new TreeMap<>();

  Piece(Part part, Segment segment, long materialized) {
    this.part = part;
    this.segment = segment;
    if ((segment.flags() & Segment.WRITE) != 0) {
      byte[] bytes = new byte[Math.toIntExact(materialized)];
      part.copyFromFile(segment.offset(), bytes, Math.toIntExact(segment.fileSize()));
      data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    } else {
      data = null;
    }
  }

  Part part() {
    return part;
  }

  Segment segment() {
    return segment;
  }

  boolean isWritable() {
    return data != null;
  }

  /** Bytes that the file gives; the rest of the memory is zero. */
  long fileSize() {
    return data == null ? segment.fileSize() : data.capacity();
  }

  /** The link-time address. */
  long address() {
    return segment.address() + part.bias();
  }

  long end() {
    return address() + segment.memorySize();
  }

  boolean holds(long vaddr, long size) {
    return segment.covers(vaddr, size);
  }

  private ByteBuffer data(long vaddr) {
    if (data == null) {
      throw part.malformed(
          "relocation", "address 0x%x lies in memory that is not writable".formatted(vaddr));
    }
    return data;
  }

  void putLong(long vaddr, long value) {
    data(vaddr).putLong(position(vaddr, 8), value);
  }

  long getLong(long vaddr) {
    return data == null ? part.fileLong(offset(vaddr)) : data.getLong(position(vaddr, 8));
  }

  byte[] bytes(long vaddr, int size) {
    byte[] copy = new byte[size];
    if (data == null) {
      part.copyFromFile(offset(vaddr), copy, size);
    } else {
      // What lies behind the file part, as variables of .bss do, is zero.
      int from = (int) Math.min(vaddr - segment.address(), data.capacity());
      data.get(from, copy, 0, Math.min(size, data.capacity() - from));
    }
    return copy;
  }

  void put(long vaddr, byte[] bytes) {
    data(vaddr).put(position(vaddr, bytes.length), bytes);
  }

  private int position(long vaddr, long size) {
    long at = vaddr - segment.address();
    if (at < 0 || at + size > data(vaddr).capacity()) {
      throw part.malformed(
          "relocation", "address 0x%x is outside of the segment's file part".formatted(vaddr));
    }
    return (int) at;
  }

  private long offset(long vaddr) {
    return vaddr - segment.address() + segment.offset();
  }

  /** Replaces bytes of a piece that is not writable. Ranges must not overlap. */
  void patch(long vaddr, byte[] bytes) {
    patches.put(vaddr, bytes);
  }

  TreeMap<Long, byte[]> patches() {
    return patches;
  }

  byte[] data() {
    return java.util.Objects.requireNonNull(data).array();
  }
}
