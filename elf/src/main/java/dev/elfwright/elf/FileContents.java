package dev.elfwright.elf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a model's file. Of a file that one thread opens, a small one is read; a large one is
 * mapped and stays open, so that what is only copied need not be brought in by page faults.
 */
final class FileContents implements AutoCloseable {
  /**
   * The largest file that is read, in bytes. To map a file, to take its page faults and to unmap it
   * costs more than to copy that much: 2,334 files, of which 1,993 are no larger, took C 0.71 of
   * the time (Linux 6.18). Larger limits gain nothing.
   */
  private static final int SMALL = 256 << 10;

  /** The shortest stretch that is worth a system call, in bytes. */
  private static final int PAGE = 4096;

  private final MemorySegment bytes;
  private final @Nullable Arena arena;
  private final @Nullable FileChannel channel;

  private FileContents(MemorySegment bytes, @Nullable Arena arena, @Nullable FileChannel channel) {
    this.bytes = bytes;
    this.arena = arena;
    this.channel = channel;
  }

  /** Bytes that somebody else keeps alive. */
  static FileContents of(MemorySegment bytes) {
    return new FileContents(bytes, null, null);
  }

  /**
   * Opens a regular file for the calling thread.
   *
   * @throws IOException when it cannot be read, or is a folder, a device or a pipe
   */
  static FileContents open(Path file) throws IOException {
    long size = MappedFile.regularSize(file);
    Arena arena = Arena.ofConfined();
    try {
      return size <= SMALL ? read(file, size, arena) : map(file, size, arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static FileContents read(Path file, long size, Arena arena) throws IOException {
    MemorySegment bytes = arena.allocate(size);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer into = bytes.asByteBuffer();
      if (fill(into, channel, 0) < size) {
        throw new FileSystemException(file.toString(), null, "cut short while it was read");
      }
    }
    return new FileContents(bytes.asReadOnly(), arena, null);
  }

  private static FileContents map(Path file, long size, Arena arena) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new FileContents(channel.map(MapMode.READ_ONLY, 0, size, arena), arena, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  MemorySegment bytes() {
    return bytes;
  }

  /** Fills a buffer, as {@link ElfModel#copy} does. */
  void copy(long offset, ByteBuffer into) throws IOException {
    MemorySegment range = bytes.asSlice(offset, into.remaining());
    if (channel != null && range.byteSize() >= PAGE) {
      // Where the file was cut short, the mapping says so.
      range = range.asSlice(fill(into, channel, offset));
    }
    // Elf.parse takes any kind of memory; not all kinds can be seen as a buffer.
    MemorySegment.ofBuffer(into).copyFrom(range);
    into.position(into.limit());
  }

  /** Reads until the buffer is full or the file ends; gives the number of bytes. */
  private static long fill(ByteBuffer into, FileChannel from, long offset) throws IOException {
    long at = offset;
    while (into.hasRemaining()) {
      int n = from.read(into, at);
      if (n < 0) {
        break;
      }
      at += n;
    }
    return at - offset;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (arena != null) {
        arena.close();
      }
    }
  }
}
