package dev.elfwright.elf.core;

import dev.elfwright.elf.ElfBytes;
import java.util.List;

/**
 * A part of a file that was mapped. NT_FILE has words: the count and the page size, then start, end
 * and offset of each in turn; behind them the paths, each ended by NUL.
 *
 * @param start the first address
 * @param end the first address behind it
 * @param offset where it begins in the file, in bytes; the note has it in pages
 * @param path the file
 */
public record FileMapping(long start, long end, long offset, String path) {
  static void read(ElfBytes in, long start, long size, List<FileMapping> found) {
    int w = in.wordSize();
    long end = start + size;
    if (size < 2L * w) {
      throw in.malformed(start, "NT_FILE", "0x%x bytes are too few".formatted(size));
    }
    long count = in.word(start);
    long page = in.word(start + w);
    long room = size / w / 3;
    if (count < 0 || count > room || 2L * w + count * 3 * w > size) {
      throw in.malformed(start, "NT_FILE", "0x%x mappings in 0x%x bytes".formatted(count, size));
    }
    long path = start + 2L * w + count * 3 * w;
    for (long i = 0; i < count; i++) {
      long at = start + 2L * w + i * 3 * w;
      String name = in.string(path, end, "NT_FILE");
      found.add(new FileMapping(in.word(at), in.word(at + w), in.word(at + 2L * w) * page, name));
      path += lengthOf(in, path) + 1;
    }
  }

  private static long lengthOf(ElfBytes in, long at) {
    long n = 0;
    while (in.u8(at + n) != 0) {
      n++;
    }
    return n;
  }
}
