package dev.elfwright.link.fuse;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.write.Content;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One section of the fused file that is in memory.
 *
 * @param name the section's name
 * @param type sh_type
 * @param access p_flags of the segment around it
 * @param address link-time address
 * @param fileSize bytes in the file
 * @param memorySize bytes in memory, zero past the file's
 * @param link the name of the section in sh_link, empty for none
 * @param info sh_info
 * @param entrySize sh_entsize
 * @param contents what the file holds there, by distance from the address
 */
record Area(
    String name,
    int type,
    int access,
    long address,
    long fileSize,
    long memorySize,
    String link,
    int info,
    int entrySize,
    List<At> contents) {

  /** Content at a distance from the area's start. */
  record At(long distance, Content content) {}

  static Area of(String name, int type, int access, long address, byte[] bytes) {
    return of(name, type, access, address, MemorySegment.ofArray(bytes));
  }

  static Area of(String name, int type, int access, long address, MemorySegment bytes) {
    return new Area(
        name,
        type,
        access,
        address,
        bytes.byteSize(),
        bytes.byteSize(),
        "",
        0,
        0,
        List.of(new At(0, new Content.Bytes(bytes))));
  }

  Area linked(String section, int moreInfo, int entry) {
    return new Area(
        name, type, access, address, fileSize, memorySize, section, moreInfo, entry, contents);
  }

  long end() {
    return address + memorySize;
  }

  boolean isWritable() {
    return (access & Segment.WRITE) != 0;
  }
}
