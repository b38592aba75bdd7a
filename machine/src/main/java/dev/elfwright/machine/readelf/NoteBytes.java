package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;

/**
 * One note as it stands in the file.
 *
 * @param in the bytes that all offsets count in
 * @param nameAt the offset of its owner's name
 * @param nameSize the size of the name in bytes, with its NUL
 * @param type the type, whose meaning the owner gives
 * @param at the offset of the description
 * @param size the size of the description in bytes
 */
record NoteBytes(ElfBytes in, long nameAt, long nameSize, int type, long at, long size) {
  /** The owner up to its first NUL. */
  Name owner() {
    Name name = Name.of("");
    int length = 0;
    while (length < nameSize && in.u8(nameAt + length) != 0) {
      length++;
    }
    byte[] bytes = name.reuse(length);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) in.u8(nameAt + i);
    }
    return name;
  }

  /** A byte of the description. */
  int u8(long offset) {
    return in.u8(at + offset);
  }
}
