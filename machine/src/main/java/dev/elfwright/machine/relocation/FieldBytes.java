package dev.elfwright.machine.relocation;

import dev.elfwright.machine.relocation.Field.Order;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** Reads and writes the bytes at a place as one number. */
final class FieldBytes {
  private FieldBytes() {}

  /** The bytes of a field; a number of variable length ends with the target. */
  static long read(Field field, ByteBuffer target, int offset) {
    int size = size(field, target, offset);
    long word = 0;
    for (int i = 0; i < size; i++) {
      word |= (target.get(offset + i) & 0xffL) << shift(field, target.order(), size, i);
    }
    return word;
  }

  static void write(Field field, ByteBuffer target, int offset, long word) {
    int size = size(field, target, offset);
    for (int i = 0; i < size; i++) {
      target.put(offset + i, (byte) (word >>> shift(field, target.order(), size, i)));
    }
  }

  private static int size(Field field, ByteBuffer target, int offset) {
    int size =
        field instanceof Field.Uleb128
            ? Math.min(field.size(), target.limit() - offset)
            : field.size();
    Objects.checkFromIndexSize(offset, size, target.limit());
    return size;
  }

  /** By how many bits the byte at an index is shifted in the number. */
  private static int shift(Field field, ByteOrder file, int size, int index) {
    boolean little = field.order() == Order.LITTLE || file == ByteOrder.LITTLE_ENDIAN;
    int byteInOrder = little ? index : size - 1 - index;
    // The first halfword is the upper one whatever the order in each of them.
    return field.order() == Order.HALFWORDS && little ? 8 * (byteInOrder ^ 2) : 8 * byteInOrder;
  }
}
