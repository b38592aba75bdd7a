package dev.elfwright.elf;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Constants of one size, such as the numbers in {@code .rodata.cst8}, in their order. */
public final class MergeConstants implements Mergeable, Iterable<MemorySegment> {
  private final MemorySegment bytes;
  private final long width;

  MergeConstants(MemorySegment bytes, long width) {
    this.bytes = bytes;
    this.width = width;
  }

  /** The size of each in bytes. */
  public long width() {
    return width;
  }

  /** The number of them. */
  public long count() {
    return bytes.byteSize() / width;
  }

  @Override
  public Iterator<MemorySegment> iterator() {
    return new Iterator<>() {
      private long at;

      @Override
      public boolean hasNext() {
        return at < bytes.byteSize();
      }

      @Override
      public MemorySegment next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        at += width;
        return bytes.asSlice(at - width, width);
      }
    };
  }
}
