package dev.elfwright.elf.write;

import dev.elfwright.elf.ElfModel;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;

/** Where the bytes of one {@link Placement} come from. */
public sealed interface Content {
  /** Size in bytes. */
  long size();

  /**
   * Bytes in memory, often a view of a mapped file. Whoever makes the plan keeps them alive until
   * it is written.
   *
   * @param bytes the bytes, of any kind of memory
   */
  record Bytes(MemorySegment bytes) implements Content {
    @Override
    public long size() {
      return bytes.byteSize();
    }
  }

  /**
   * Bytes that the new file has in common with the file it was made from. {@link
   * LayoutPlan#inverse} finds them in the new file again. Whoever makes the plan keeps the model
   * open until it is written.
   *
   * @param from the file that the new one is made from
   * @param origin where they begin there
   * @param size the number of bytes
   */
  record Kept(ElfModel from, long origin, long size) implements Content {
    /** Refuses what does not lie in the file. */
    public Kept {
      Objects.checkFromIndexSize(origin, size, from.contents().byteSize());
    }

    /** A view of them. */
    public MemorySegment bytes() {
      return from.contents().asSlice(origin, size);
    }
  }

  /**
   * Bytes of another file that nobody needs to see.
   *
   * @param file the file, read when the plan is written
   * @param offset the first byte
   * @param size the number of bytes
   */
  record FileRange(Path file, long offset, long size) implements Content {
    /** Refuses negative values. */
    public FileRange {
      if (offset < 0 || size < 0 || offset > Long.MAX_VALUE - size) {
        throw new IllegalArgumentException(
            "0x%x bytes at 0x%x of %s are no range".formatted(size, offset, file));
      }
    }
  }

  /**
   * Zeros that take no room on the disk.
   *
   * @param size the number of zeros
   */
  record Hole(long size) implements Content {
    /** Refuses a negative size. */
    public Hole {
      if (size < 0) {
        throw new IllegalArgumentException("a hole of " + size + " bytes");
      }
    }
  }
}
