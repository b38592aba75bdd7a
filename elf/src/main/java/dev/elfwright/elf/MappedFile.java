package dev.elfwright.elf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Maps files for reading. */
public final class MappedFile {
  private MappedFile() {}

  /**
   * The bytes of a regular file, for as long as an arena lives. Where the file shrinks meanwhile,
   * reading behind its new end is an {@link InternalError}.
   *
   * @throws IOException when it cannot be read, or is a folder, a device or a pipe
   */
  public static MemorySegment open(Path file, Arena arena) throws IOException {
    long size = regularSize(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
    }
  }

  /**
   * The size in bytes of a file that is no folder, device or pipe: opening a FIFO would wait for a
   * writer.
   *
   * @throws IOException when it cannot be read, or is one of these
   */
  public static long regularSize(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
    return attributes.size();
  }
}
