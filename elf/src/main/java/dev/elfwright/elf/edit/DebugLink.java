package dev.elfwright.elf.edit;

import dev.elfwright.elf.Names;
import dev.elfwright.elf.write.FieldWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * .gnu_debuglink: the name of the file for debuggers, zeros up to a multiple of 4 bytes, and the
 * CRC-32 of that whole file in the file's byte order (GDB manual, "Debugging Information in
 * Separate Files").
 */
public final class DebugLink {
  private static final String SECTION = ".gnu_debuglink";

  private DebugLink() {}

  /**
   * Names a file for debuggers, instead of the one named before.
   *
   * @throws IOException when it cannot be read
   */
  public static ElfTransform to(Path debugFile) throws IOException {
    CRC32 sum = new CRC32();
    try (InputStream in = Files.newInputStream(debugFile)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        sum.update(buffer, 0, n);
      }
    }
    return to(String.valueOf(debugFile.getFileName()), sum.getValue());
  }

  /**
   * Names a file for debuggers, instead of the one named before.
   *
   * @param name without folders
   * @param crc32 the CRC-32 of the whole file, in the lower 32 bits
   */
  public static ElfTransform to(String name, long crc32) {
    return e -> {
      byte[] text = Names.encode(name);
      long sumAt = (text.length + 4L) & ~3L;
      MemorySegment bytes = Arena.ofAuto().allocate(sumAt + 4);
      bytes.asSlice(0, text.length).copyFrom(MemorySegment.ofArray(text));
      var header = e.header().now();
      new FieldWriter(bytes, sumAt, header.is64(), header.order()).u32(crc32, "CRC-32");
      e.sections().removeIf(s -> s.name().equals(SECTION)).add(SECTION, bytes);
      e.sections().alignment(SECTION, 4);
    };
  }
}
