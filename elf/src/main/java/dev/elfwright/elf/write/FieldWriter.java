package dev.elfwright.elf.write;

import dev.elfwright.elf.ElfBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Writes fields one after the other, in one class and byte order: the other direction of {@link
 * ElfBytes}. A value that its field cannot hold ends in an {@link IllegalArgumentException} that
 * names the field; nothing is cut.
 */
public final class FieldWriter {
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment out;
  private final boolean is64;
  private final boolean bigEndian;
  private long at;

  /**
   * A writer whose first field stands {@code at} bytes into {@code out}.
   *
   * @param is64 whether the class is ELFCLASS64
   */
  public FieldWriter(MemorySegment out, long at, boolean is64, ByteOrder order) {
    this.out = out;
    this.at = at;
    this.is64 = is64;
    this.bigEndian = order == ByteOrder.BIG_ENDIAN;
  }

  private static void check(boolean fits, String field, long value) {
    if (!fits) {
      throw new IllegalArgumentException("%s cannot hold 0x%x".formatted(field, value));
    }
  }

  /** Writes one byte without sign. */
  public FieldWriter u8(long value, String field) {
    check((value & ~0xffL) == 0, field, value);
    out.set(ValueLayout.JAVA_BYTE, at++, (byte) value);
    return this;
  }

  /** Writes two bytes without sign. */
  public FieldWriter u16(long value, String field) {
    check((value & ~0xffffL) == 0, field, value);
    short v = (short) value;
    out.set(U16, at, bigEndian ? Short.reverseBytes(v) : v);
    at += 2;
    return this;
  }

  /** Writes four bytes. */
  public FieldWriter i32(int value) {
    out.set(U32, at, bigEndian ? Integer.reverseBytes(value) : value);
    at += 4;
    return this;
  }

  /** Writes four bytes without sign. */
  public FieldWriter u32(long value, String field) {
    check((value & ~0xffff_ffffL) == 0, field, value);
    return i32((int) value);
  }

  /** Writes eight bytes. */
  public FieldWriter i64(long value) {
    out.set(U64, at, bigEndian ? Long.reverseBytes(value) : value);
    at += 8;
    return this;
  }

  /** An unsigned address, offset or size. */
  public FieldWriter word(long value, String field) {
    return is64 ? i64(value) : u32(value, field);
  }

  /**
   * A signed field such as {@code r_addend}; ELF32 takes what 32 bits hold with or without sign.
   */
  public FieldWriter signedWord(long value, String field) {
    if (is64) {
      return i64(value);
    }
    check(value == (int) value || (value & ~0xffff_ffffL) == 0, field, value);
    return i32((int) value);
  }
}
