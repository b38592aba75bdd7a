package dev.elfwright.elf;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** The bytes of a file as a stream, without a copy of all of them. */
final class SegmentInputStream extends InputStream {
  private final MemorySegment bytes;
  private long at;

  SegmentInputStream(MemorySegment bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    return at == bytes.byteSize() ? -1 : bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (at == bytes.byteSize()) {
      return -1;
    }
    int n = (int) Math.min(length, bytes.byteSize() - at);
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, target, offset, n);
    at += n;
    return n;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, bytes.byteSize() - at);
  }
}
