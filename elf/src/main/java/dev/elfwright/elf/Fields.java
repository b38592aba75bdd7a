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
 *
 * <p>Offsets are in bytes; each method throws {@link IndexOutOfBoundsException} where the number
 * does not lie in the memory.
 */
sealed interface Fields {
  byte i8(long offset);

  short i16(long offset);

  int i32(long offset);

  long i64(long offset);

  /** Fills an array with the bytes from {@code offset} on. */
  void copy(long offset, byte[] into);

  static Fields of(MemorySegment bytes) {
    ByteBuffer near = near(bytes);
    return near == null ? new Far(bytes) : new Near(near);
  }

  /** The same memory as a little-endian buffer, or null: it holds 2 GiB, and is made of bytes. */
  static @Nullable ByteBuffer near(MemorySegment bytes) {
    boolean reached =
        bytes.byteSize() <= Integer.MAX_VALUE
            && bytes.heapBase().map(array -> array instanceof byte[]).orElse(true);
    return reached ? bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN) : null;
  }

  /** What a buffer reaches. */
  record Near(ByteBuffer bytes) implements Fields {
    /** Beyond what an int counts there is nothing, as there is at -1. */
    private static int at(long offset) {
      return (int) offset == offset ? (int) offset : -1;
    }

    @Override
    public byte i8(long offset) {
      return bytes.get(at(offset));
    }

    @Override
    public short i16(long offset) {
      return bytes.getShort(at(offset));
    }

    @Override
    public int i32(long offset) {
      return bytes.getInt(at(offset));
    }

    @Override
    public long i64(long offset) {
      return bytes.getLong(at(offset));
    }

    @Override
    public void copy(long offset, byte[] into) {
      bytes.get(at(offset), into);
    }
  }

  /** Everything else. */
  record Far(MemorySegment bytes) implements Fields {
    private static final ValueLayout.OfShort I16 =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 =
        ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 =
        ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public byte i8(long offset) {
      return bytes.get(ValueLayout.JAVA_BYTE, offset);
    }

    @Override
    public short i16(long offset) {
      return bytes.get(I16, offset);
    }

    @Override
    public int i32(long offset) {
      return bytes.get(I32, offset);
    }

    @Override
    public long i64(long offset) {
      return bytes.get(I64, offset);
    }

    @Override
    public void copy(long offset, byte[] into) {
      MemorySegment.copy(bytes, offset, MemorySegment.ofArray(into), 0, into.length);
    }
  }
}
