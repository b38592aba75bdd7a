package dev.elfwright.elf;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file with its class and byte order. {@link #require} checks a range against the
 * file's end and throws an {@link ElfFormatException} that names the place; what was not checked
 * before it is read ends in an {@link IndexOutOfBoundsException}. Offsets count from the file's
 * start, in bytes.
 */
public final class ElfBytes {

  /**
   * No name or path comes near this. Without a limit, a million symbols that share one name of a
   * megabyte would cost hours.
   */
  static final long LONGEST_STRING = 1 << 20;

  /** 33^n modulo 2^32, for n from 0 to 8: what n more bytes multiply a name's hash by. */
  private static final int[] POWERS = powers();

  private final String file;
  private final MemorySegment bytes;
  private final Fields fields;
  private final boolean is64;
  private final boolean bigEndian;

  /**
   * Bytes that may be a part of a file, or not be in a file at all.
   *
   * @param file the name used in messages
   */
  public ElfBytes(String file, MemorySegment bytes, boolean is64, boolean bigEndian) {
    this.file = file;
    this.bytes = bytes;
    this.fields = Fields.of(bytes);
    this.is64 = is64;
    this.bigEndian = bigEndian;
  }

  /** The name of the file as the user knows it. */
  public String file() {
    return file;
  }

  /** Whether the class is ELFCLASS64. */
  public boolean is64() {
    return is64;
  }

  /** The byte order of every field. */
  public ByteOrder order() {
    return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** Size in bytes. */
  public long size() {
    return bytes.byteSize();
  }

  /** Bytes of an address-sized field: 4 or 8. */
  public int wordSize() {
    return is64 ? 8 : 4;
  }

  /** A defect at a place that a hostile field may have named: past the end, the end is named. */
  public ElfFormatException malformed(long offset, String structure, String message) {
    long place = offset < 0 || offset > size() ? size() : offset;
    return new ElfFormatException(file, place, structure, message);
  }

  /** Checks that {@code [offset, offset + size)} lies in the file; both are unsigned. */
  public void require(long offset, long size, String structure) {
    long end = bytes.byteSize();
    if (offset < 0 || size < 0 || offset > end || size > end - offset) {
      throw malformed(
          offset,
          structure,
          "0x%x bytes at 0x%x do not lie in the file, which ends at 0x%x"
              .formatted(size, offset, end));
    }
  }

  /** A view of {@code size} bytes, checked as by {@link #require}. */
  public MemorySegment slice(long offset, long size, String structure) {
    require(offset, size, structure);
    return bytes.asSlice(offset, size);
  }

  /**
   * A little-endian view of a range that lies in the file, or null where a {@link ByteBuffer} does
   * not reach: it holds 2 GiB, and is made of bytes.
   */
  @Nullable ByteBuffer near(long offset, long size) {
    return Fields.near(bytes.asSlice(offset, size));
  }

  /** A byte without sign. */
  public int u8(long offset) {
    return fields.i8(offset) & 0xff;
  }

  /** Two bytes without sign. */
  public int u16(long offset) {
    short v = fields.i16(offset);
    return (bigEndian ? Short.reverseBytes(v) : v) & 0xffff;
  }

  /** Four bytes. */
  public int i32(long offset) {
    int v = fields.i32(offset);
    return bigEndian ? Integer.reverseBytes(v) : v;
  }

  /** Four bytes without sign. */
  public long u32(long offset) {
    return i32(offset) & 0xffff_ffffL;
  }

  /** Eight bytes. */
  public long i64(long offset) {
    long v = fields.i64(offset);
    return bigEndian ? Long.reverseBytes(v) : v;
  }

  /** An unsigned address, offset or size field of the file's class. */
  public long word(long offset) {
    return is64 ? i64(offset) : u32(offset);
  }

  /** A signed field of the file's class, such as {@code r_addend}. */
  public long signedWord(long offset) {
    return is64 ? i64(offset) : i32(offset);
  }

  /**
   * The NUL-terminated string at {@code offset} that must end before {@code limit}, which must lie
   * in the file.
   */
  public String string(long offset, long limit, String structure) {
    if (offset < 0 || offset >= limit) {
      throw malformed(
          offset,
          structure,
          "string starts outside of its table, which ends at 0x%x".formatted(limit));
    }
    long size = lengthWithin(offset, Math.min(limit - offset, LONGEST_STRING + 1));
    if (size > LONGEST_STRING) {
      throw malformed(
          offset, structure, "string of more than 0x%x bytes".formatted(LONGEST_STRING));
    }
    if (size == limit - offset) {
      throw malformed(
          offset, structure, "string without NUL before its table ends at 0x%x".formatted(limit));
    }
    return size == 0 ? "" : text(offset, size);
  }

  /**
   * What DT_GNU_HASH stores for the string at {@code offset}, as {@link GnuHash#hash} of {@link
   * #string} gives it, but without making the string.
   *
   * <p>Eight bytes a step: {@code h * 33 + c}, eight times in a row, is {@code h * 33^8} plus a sum
   * that does not wait for {@code h}. The last word is shifted so that its bytes end where those of
   * a whole one do: no branch depends on the length of the name modulo eight.
   */
  int gnuHash(long offset, long limit, String structure) {
    int h = 5381;
    long at = offset;
    for (; at + 8 <= limit; at += 8) {
      long v = fields.i64(at);
      long zeros = zeroBytes(v);
      if (zeros != 0) {
        int n = Long.numberOfTrailingZeros(zeros) >>> 3;
        return h * POWERS[n] + hashOfWord(v << 8 << 8 * (7 - n));
      }
      h = h * POWERS[8] + hashOfWord(v);
    }
    for (; at < limit; at++) {
      int c = u8(at);
      if (c == 0) {
        return h;
      }
      h = h * 33 + c;
    }
    throw malformed(
        offset, structure, "string without NUL before its table ends at 0x%x".formatted(limit));
  }

  /**
   * Σ c·33^(7-i) over the eight bytes, the first of them lowest; in lanes of 16 bits, which hold up
   * to 255·34, then of 32, which hold up to 255·34·1090.
   */
  private static int hashOfWord(long v) {
    long pairs = (v & 0x00ff_00ff_00ff_00ffL) * 33 + (v >>> 8 & 0x00ff_00ff_00ff_00ffL);
    long fours =
        (pairs & 0x0000_ffff_0000_ffffL) * (33 * 33) + (pairs >>> 16 & 0x0000_ffff_0000_ffffL);
    return (int) fours * POWERS[4] + (int) (fours >>> 32);
  }

  private static int[] powers() {
    int[] powers = new int[9];
    powers[0] = 1;
    for (int n = 1; n < powers.length; n++) {
      powers[n] = powers[n - 1] * 33;
    }
    return powers;
  }

  /** The text of {@code size} bytes, which are not NUL and at most {@link #LONGEST_STRING}. */
  public String text(long offset, long size) {
    byte[] text = new byte[(int) size];
    fields.copy(offset, text);
    return Names.decode(text);
  }

  /** The number of bytes before the first NUL, at most {@code room}; eight bytes a step. */
  private long lengthWithin(long offset, long room) {
    long n = 0;
    while (n + 8 <= room) {
      long v = fields.i64(offset + n);
      long zeros = zeroBytes(v);
      if (zeros != 0) {
        return n + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
      n += 8;
    }
    while (n < room && fields.i8(offset + n) != 0) {
      n++;
    }
    return n;
  }

  /** Not 0 when one of eight bytes is; the lowest set bit marks it (Hacker's Delight, 6-1). */
  private static long zeroBytes(long v) {
    return (v - 0x0101_0101_0101_0101L) & ~v & 0x8080_8080_8080_8080L;
  }
}
