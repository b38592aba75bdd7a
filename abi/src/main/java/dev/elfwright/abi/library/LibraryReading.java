package dev.elfwright.abi.library;

import java.io.IOException;
import java.nio.file.Path;

/** A way to read the ABI of a file; {@link LibraryReader} has several. */
@FunctionalInterface
public interface LibraryReading {
  /**
   * Reads a file.
   *
   * @throws IOException when it cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed
   */
  LibraryAbi read(Path file) throws IOException;
}
