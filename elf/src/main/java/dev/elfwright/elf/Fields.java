package dev.elfwright.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Little-endian numbers in memory. They are read through a {@link ByteBuffer} where one reaches:
 * the first access by a {@link ValueLayout} has the JDK spin method handles for 25 ms (JDK 25; no
 * AOT cache holds them), which was most of what {@code elf inspect} took. Once compiled, both are
 * equally fast.
 */
final class Fields {
  private static final ValueLayout.OfShort I16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment bytes;
  private final @Nullable ByteBuffer near;

  private Fields(MemorySegment bytes, @Nullable ByteBuffer near) {
    this.bytes = bytes;
    this.near = near;
  }

  static Fields of(MemorySegment bytes) {
    return new Fields(bytes, near(bytes));
  }

  /** The same memory as a little-endian buffer, or null where none reaches. */
  static @Nullable ByteBuffer near(MemorySegment bytes) {
    boolean reached =
        bytes.byteSize() <= Integer.MAX_VALUE
            && bytes.heapBase().map(array -> array instanceof byte[]).orElse(true);
    return reached ? bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN) : null;
  }

  byte i8(long offset) {
    return near != null && (int) offset == offset ? near.get((int) offset) : far8(offset);
  }

  short i16(long offset) {
    return near != null && (int) offset == offset ? near.getShort((int) offset) : far16(offset);
  }

  int i32(long offset) {
    return near != null && (int) offset == offset ? near.getInt((int) offset) : far32(offset);
  }

  long i64(long offset) {
    return near != null && (int) offset == offset ? near.getLong((int) offset) : far64(offset);
  }

  private byte far8(long offset) {
    return bytes.get(ValueLayout.JAVA_BYTE, offset);
  }

  private short far16(long offset) {
    return bytes.get(I16, offset);
  }

  private int far32(long offset) {
    return bytes.get(I32, offset);
  }

  private long far64(long offset) {
    return bytes.get(I64, offset);
  }
}
