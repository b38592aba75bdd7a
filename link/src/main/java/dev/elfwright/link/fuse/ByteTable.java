package dev.elfwright.link.fuse;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Little-endian bytes that grow, at an address of the new image. */
final class ByteTable {
  private final long address;
  private ByteBuffer bytes;

  ByteTable(long address) {
    this(address, 1024);
  }

  ByteTable(long address, int expected) {
    this.address = address;
    this.bytes = ByteBuffer.allocate(Math.max(16, expected)).order(ByteOrder.LITTLE_ENDIAN);
  }

  long address() {
    return address;
  }

  /** The address of the next byte. */
  long here() {
    return address + bytes.position();
  }

  int size() {
    return bytes.position();
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      ByteBuffer larger =
          ByteBuffer.allocate(Math.max(2 * bytes.capacity(), bytes.position() + more))
              .order(ByteOrder.LITTLE_ENDIAN);
      larger.put(bytes.flip());
      bytes = larger;
    }
    return bytes;
  }

  ByteTable put8(int value) {
    room(1).put((byte) value);
    return this;
  }

  ByteTable put16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  ByteTable put32(long value) {
    room(4).putInt((int) value);
    return this;
  }

  ByteTable put64(long value) {
    room(8).putLong(value);
    return this;
  }

  ByteTable put(byte[] value) {
    room(value.length).put(value);
    return this;
  }

  ByteTable set64(long at, long value) {
    bytes.putLong((int) (at - address), value);
    return this;
  }

  ByteTable align(int alignment) {
    while (here() % alignment != 0) {
      put8(0);
    }
    return this;
  }

  /** Appends text with its NUL and returns its address. */
  long putText(String text) {
    long at = here();
    put(text.getBytes(StandardCharsets.UTF_8));
    put8(0);
    return at;
  }

  MemorySegment segment() {
    return MemorySegment.ofArray(bytes.array()).asSlice(0, bytes.position());
  }

  byte[] toArray() {
    return java.util.Arrays.copyOf(bytes.array(), bytes.position());
  }
}
