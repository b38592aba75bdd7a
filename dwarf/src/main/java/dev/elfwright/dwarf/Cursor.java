package dev.elfwright.dwarf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.Names;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads forward in a section, up to a limit that lies in it; whatever is read is checked. Where the
 * bytes are at hand as an array, they are taken from there: to code that has just started to run,
 * that is several times faster.
 */
final class Cursor {
  private final ElfBytes in;
  private final DebugSection section;
  private final long limit;
  private final byte @Nullable [] copy;
  private final long copyStart;
  private final boolean isLittle;
  private long at;

  /**
   * Begins at an offset.
   *
   * @throws ElfFormatException when the range does not lie in the section
   */
  Cursor(ElfBytes in, DebugSection section, long start, long limit) {
    this(in, section, start, limit, null, 0);
  }

  /**
   * The same with a copy of some bytes of the section.
   *
   * @param copy all bytes up to the limit, from {@code copyStart} on, which is not behind the start
   */
  Cursor(
      ElfBytes in,
      DebugSection section,
      long start,
      long limit,
      byte @Nullable [] copy,
      long copyStart) {
    if (start < 0 || limit < start || limit > in.size()) {
      throw in.malformed(
          start,
          section.toString(),
          "0x%x to 0x%x do not lie in the section, which ends at 0x%x"
              .formatted(start, limit, in.size()));
    }
    this.in = in;
    this.section = section;
    this.at = start;
    this.limit = limit;
    this.copy = copy;
    this.copyStart = copyStart;
    this.isLittle = in.order() == ByteOrder.LITTLE_ENDIAN;
  }

  long position() {
    return at;
  }

  long limit() {
    return limit;
  }

  long remaining() {
    return limit - at;
  }

  boolean hasMore() {
    return at < limit;
  }

  ElfFormatException malformed(String message) {
    return in.malformed(at, section.toString(), message);
  }

  private long take(long size) {
    long start = at;
    if (size < 0 || size > limit - start) {
      throw malformed("0x%x bytes, but only 0x%x are left".formatted(size, limit - start));
    }
    at = start + size;
    return start;
  }

  void skip(long size) {
    take(size);
  }

  void moveTo(long offset) {
    if (offset < 0 || offset > limit) {
      throw malformed("place 0x%x, past 0x%x".formatted(offset, limit));
    }
    at = offset;
  }

  int u8() {
    if (copy != null && at >= copyStart && at < limit) {
      return copy[(int) (at++ - copyStart)] & 0xff;
    }
    return in.u8(take(1));
  }

  int i8() {
    return (byte) u8();
  }

  int u16() {
    return copy != null ? (int) number(2) : in.u16(take(2));
  }

  /** A number without sign, byte by byte. */
  private long number(int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      long next = u8();
      value = isLittle ? value | next << 8 * i : value << 8 | next;
    }
    return value;
  }

  int u24() {
    long place = take(3);
    int first = in.u8(place);
    int second = in.u8(place + 1);
    int third = in.u8(place + 2);
    return isLittle ? first | second << 8 | third << 16 : first << 16 | second << 8 | third;
  }

  long u32() {
    return copy != null ? number(4) : in.u32(take(4));
  }

  long i64() {
    return copy != null ? number(8) : in.i64(take(8));
  }

  /** An offset into a section. */
  long offset(Format format) {
    return format == Format.DWARF32 ? u32() : i64();
  }

  /** A number without sign of 1, 2, 4 or 8 bytes. */
  long unsigned(int size) {
    return switch (size) {
      case 1 -> u8();
      case 2 -> u16();
      case 4 -> u32();
      case 8 -> i64();
      default -> throw malformed("a number of " + size + " bytes");
    };
  }

  /** Bits past the 64th are lost. */
  long uleb() {
    int b = u8();
    if (b < 0x80) {
      return b;
    }
    long value = b & 0x7f;
    int shift = 7;
    do {
      b = u8();
      value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
      shift = Math.min(64, shift + 7);
    } while (b >= 0x80);
    return value;
  }

  /** A LEB128 number that counts or names something: what does not fit an int is refused. */
  int small() {
    long value = uleb();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw malformed("number 0x%x, expected at most 0x7fffffff".formatted(value));
    }
    return (int) value;
  }

  /** Bits past the 64th are lost. */
  long sleb() {
    long value = 0;
    int shift = 0;
    int b;
    do {
      b = u8();
      value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
      shift = Math.min(64, shift + 7);
    } while (b >= 0x80);
    return shift < 64 && (b & 0x40) != 0 ? value | -1L << shift : value;
  }

  void skipLeb() {
    while (u8() >= 0x80) {
      // The last byte has no high bit.
    }
  }

  String string() {
    String text = in.string(at, limit, section.toString());
    at += Names.encode(text).length + 1;
    return text;
  }

  void skipString() {
    while (u8() != 0) {
      // Up to the NUL.
    }
  }

  /** A view of the next bytes. */
  MemorySegment bytes(long size) {
    long start = take(size);
    return in.slice(start, size, section.toString());
  }
}
