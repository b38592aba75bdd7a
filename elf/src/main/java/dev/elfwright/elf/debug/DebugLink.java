package dev.elfwright.elf.debug;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * .gnu_debuglink: a file name ended by NUL, zeros up to a multiple of 4 bytes, and a CRC-32 in the
 * file's byte order (GDB manual, "Debugging Information in Separate Files").
 *
 * @param name the name of the file, without folders
 * @param crc32 the CRC-32 of that whole file, in the lower 32 bits
 */
public record DebugLink(String name, long crc32) {

  /**
   * That of a file, or empty.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the section is too short
   */
  public static Optional<DebugLink> of(ElfModel model) {
    return model.section(".gnu_debuglink").filter(Section::hasBytes).map(s -> read(model, s));
  }

  private static DebugLink read(ElfModel model, Section section) {
    ElfBytes in = model.bytes();
    long start = section.header().offset();
    long size = section.header().size();
    in.require(start, size, ".gnu_debuglink");
    String name = in.string(start, start + size, ".gnu_debuglink");
    long end = 0;
    while (in.u8(start + end) != 0) {
      end++;
    }
    long sumAt = end + 4 & ~3L;
    if (sumAt > size - 4) {
      throw in.malformed(start, ".gnu_debuglink", "has no room for its CRC-32");
    }
    return new DebugLink(name, in.u32(start + sumAt));
  }

  /**
   * Whether a file is the one that is meant.
   *
   * @throws IOException when it cannot be read
   */
  public boolean matches(Path file) throws IOException {
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        sum.update(buffer, 0, n);
      }
    }
    return sum.getValue() == crc32;
  }
}
