package dev.elfwright.elf.image;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that follow one another become one chunk: .sec1, .sec2 and so on, as objcopy names them.
 */
final class Runs {
  private final List<MemoryImage.Chunk> chunks = new ArrayList<>();
  private final ByteArrayOutputStream run = new ByteArrayOutputStream();
  private long start;

  /** Bytes {@code from} to {@code to} of a record stand at this address. */
  void add(long address, byte[] record, int from, int to) {
    if (address != start + run.size()) {
      close();
      start = address;
    }
    run.write(record, from, to - from);
  }

  private void close() {
    if (run.size() > 0) {
      MemorySegment bytes = MemorySegment.ofArray(run.toByteArray());
      chunks.add(new MemoryImage.Chunk(".sec" + (chunks.size() + 1), start, bytes));
      run.reset();
    }
  }

  /** The image of all records. */
  MemoryImage image(String file, int lines, long entry) {
    close();
    if (chunks.isEmpty()) {
      throw new ImageFormatException(file, Math.max(lines, 1), "the end is reached without data");
    }
    return new MemoryImage(file, chunks, entry);
  }
}
