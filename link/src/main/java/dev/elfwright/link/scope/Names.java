package dev.elfwright.link.scope;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.GnuHash;
import dev.elfwright.elf.StringTable;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The names of one object, hashed and compared as bytes: no text is made of them.
 *
 * <p>The table is copied onto the heap, 4 MB for the 213 libraries of ffmpeg. A byte of a mapped
 * file costs some 50 times a byte of an array until the optimizing compiler has seen the loop, and
 * a command that runs for half a second is over by then.
 */
final class Names {
  /** Ten times what the largest libraries have; no heap should hold the rest of a sparse file. */
  private static final long LARGEST = 1 << 28;

  /** A hundred times what C++ makes of its worst templates. */
  private static final long LONGEST_NAME = 1 << 20;

  private final StringTable strings;
  private final byte[] bytes;

  Names(ElfModel file, StringTable strings) {
    if (strings.size() > LARGEST) {
      throw new ElfFormatException(
          file.file(),
          strings.offset(),
          "DT_STRTAB",
          "0x%x bytes of names are more than any library has".formatted(strings.size()));
    }
    this.strings = strings;
    this.bytes =
        file.contents().asSlice(strings.offset(), strings.size()).toArray(ValueLayout.JAVA_BYTE);
  }

  /** A table of one name, at offset 0. */
  static byte[] alone(String name) {
    byte[] text = dev.elfwright.elf.Names.encode(name);
    return Arrays.copyOf(text, text.length + 1);
  }

  byte[] bytes() {
    return bytes;
  }

  /** DT_GNU_HASH's function of the name. */
  int hash(long offset) {
    int h = 5381;
    long end = Math.min(bytes.length, offset + LONGEST_NAME);
    for (long at = offset; at < end; at++) {
      int b = bytes[(int) at];
      if (b == 0) {
        return h;
      }
      h = h * 33 + (b & 0xff);
    }
    // Too long, or without an end: let the table say so.
    return GnuHash.hash(strings.at(offset));
  }

  /** Whether the name here is the one at {@code otherOffset}, which has been hashed and so ends. */
  boolean isSame(long offset, byte[] other, int otherOffset) {
    for (long a = offset, b = otherOffset; a < bytes.length; a++, b++) {
      byte x = bytes[(int) a];
      if (x != other[(int) b]) {
        return false;
      }
      if (x == 0) {
        return true;
      }
    }
    return false;
  }
}
