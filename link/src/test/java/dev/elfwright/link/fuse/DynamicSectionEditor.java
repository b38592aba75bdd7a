package dev.elfwright.link.fuse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Edits that no linker option makes. 64-bit little-endian files only. */
final class DynamicSectionEditor {
  private static final int PT_DYNAMIC = 2;

  private DynamicSectionEditor() {}

  /** Gives another tag to the entry that has this one. */
  static void replaceTag(Path file, long from, long to) throws IOException {
    ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headers = (int) b.getLong(32);
    for (int i = 0; i < b.getShort(56); i++) {
      int h = headers + 56 * i;
      if (b.getInt(h) == PT_DYNAMIC) {
        for (int at = (int) b.getLong(h + 8); b.getLong(at) != 0; at += 16) {
          if (b.getLong(at) == from) {
            b.putLong(at, to);
          }
        }
      }
    }
    Files.write(file, b.array());
  }

  /** Makes a file without section headers. */
  static void dropSectionHeaders(Path file) throws IOException {
    ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(40, 0).putShort(60, (short) 0).putShort(62, (short) 0);
    Files.write(file, b.array());
  }
}
