package dev.elfwright.link.scope;

import dev.elfwright.elf.StringTable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The names of one object, hashed and compared where they stand: no text is made of them. */
final class Names {
  private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;

  private final StringTable strings;
  private final MemorySegment bytes;

  Names(MemorySegment file, StringTable strings) {
    this.strings = strings;
    this.bytes = file.asSlice(strings.offset(), strings.size());
  }

  /** A table of one name, at offset 0. */
  static MemorySegment alone(String name) {
    byte[] text = dev.elfwright.elf.Names.encode(name);
    return MemorySegment.ofArray(java.util.Arrays.copyOf(text, text.length + 1));
  }

  MemorySegment bytes() {
    return bytes;
  }

  /** The text, for messages; also what throws when the name is not well-formed. */
  String text(long offset) {
    return strings.at(offset);
  }

  /** DT_GNU_HASH's function of the name. */
  int hash(long offset) {
    long end = bytes.byteSize();
    int h = 5381;
    for (long at = offset; at < end; at++) {
      int b = bytes.get(U8, at);
      if (b == 0) {
        return h;
      }
      h = h * 33 + (b & 0xff);
    }
    // It has no end: let the table say so.
    return dev.elfwright.elf.GnuHash.hash(text(offset));
  }

  /** Whether the name here is the one at {@code otherOffset}, which has been hashed and so ends. */
  boolean isSame(long offset, MemorySegment other, long otherOffset) {
    long end = bytes.byteSize();
    for (long a = offset, b = otherOffset; a < end; a++, b++) {
      byte x = bytes.get(U8, a);
      if (x != other.get(U8, b)) {
        return false;
      }
      if (x == 0) {
        return true;
      }
    }
    return false;
  }
}
