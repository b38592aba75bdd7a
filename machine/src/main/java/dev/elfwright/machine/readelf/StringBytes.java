package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A string table whose names are read as bytes, for millions of them. As in readelf, the end of the
 * table ends its last name too.
 */
final class StringBytes {
  private static final ValueLayout.OfLong EIGHT =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment bytes;
  private final Name last = Name.of("");

  private StringBytes(MemorySegment bytes) {
    this.bytes = bytes;
  }

  /** The table at this place of the file, or null when it does not lie in the file. */
  static @Nullable StringBytes at(ElfBytes in, long offset, long size) {
    if (size <= 0 || offset < 0 || offset > in.size() || size > in.size() - offset) {
      return null;
    }
    return new StringBytes(in.slice(offset, size, "string table"));
  }

  boolean contains(long offset) {
    return offset >= 0 && offset < bytes.byteSize();
  }

  /** The name at an offset for which {@link #contains} holds. */
  Name name(long offset) {
    return name(offset, Integer.MAX_VALUE - 16);
  }

  /** The first bytes of a name, at most so many: what a caller that cuts it has to know. */
  Name name(long offset, int most) {
    int length = length(offset, Math.min(bytes.byteSize() - offset, most));
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, last.reuse(length), 0, length);
    return last;
  }

  /** The bytes before the first NUL, eight at a step. */
  private int length(long offset, long room) {
    long n = 0;
    while (n + 8 <= room) {
      long v = bytes.get(EIGHT, offset + n);
      long zeros = (v - 0x0101_0101_0101_0101L) & ~v & 0x8080_8080_8080_8080L;
      if (zeros != 0) {
        return (int) (n + (Long.numberOfTrailingZeros(zeros) >>> 3));
      }
      n += 8;
    }
    while (n < room && bytes.get(ValueLayout.JAVA_BYTE, offset + n) != 0) {
      n++;
    }
    return (int) n;
  }
}
