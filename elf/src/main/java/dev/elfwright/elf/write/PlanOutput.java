package dev.elfwright.elf.write;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Streams a plan into an empty file, front to back, through one buffer; gaps of a page and more are
 * left out. Where files can have blocks in common, long ranges of other files are not copied.
 *
 * <p>The size of a write decides how fast a program starts from the file while it is in the page
 * cache: a write of megabytes makes large folios, of which a page fault maps more than of single
 * pages. Copying in the kernel (copy_file_range, sendfile) and writing from mapped memory that is
 * not yet present both fill the cache in small pieces; clang fused with them took 1.15 and 1.33
 * times as long to start (Linux 6.18, ext4).
 *
 * <p>The page cache has no larger folio than a huge page, and wants it at a multiple of its size in
 * the file; so every write ends at such a multiple. A larger buffer would leave the processor's
 * cache between reading and writing: with 16 MiB, copying took 1.5 times as long.
 */
final class PlanOutput implements AutoCloseable {
  private static final int CHUNK = 2 << 20;
  private static final int PAGE = 4096;

  /** From this size on, in bytes, it pays to ask what kind of file system there is. */
  private static final long WORTH_ASKING = 16 << 20;

  /** File systems whose copy_file_range(2) shares blocks of 4 KiB between files (FICLONERANGE). */
  private static final Set<String> SHARING = Set.of("btrfs", "xfs");

  /**
   * The buffer of the last writer. A new one is zeroed by the JVM and brought in by the kernel page
   * by page, which took as long as filling it.
   */
  private static final AtomicReference<@Nullable ByteBuffer> LAST = new AtomicReference<>();

  private final Path file;
  private final FileChannel out;
  private final ByteBuffer buffer;

  /** The file offset of the buffer's first byte. */
  private long start;

  private @Nullable Path sourceFile;
  private @Nullable FileChannel source;

  PlanOutput(Path file, FileChannel out, long size) {
    this.file = file;
    this.out = out;
    this.buffer = buffer((int) Math.clamp(size, 1, CHUNK));
    continueAt(0);
  }

  private static ByteBuffer buffer(int size) {
    ByteBuffer last = LAST.getAndSet(null);
    return last != null && last.capacity() >= size ? last.clear() : ByteBuffer.allocateDirect(size);
  }

  void write(LayoutPlan plan) throws IOException {
    for (Placement p : plan.placements()) {
      skipTo(p.offset());
      write(p.content());
    }
    skipTo(plan.size());
    flush();
    if (out.size() < plan.size()) {
      // The file ends in a hole: its last byte gives it its size.
      continueAt(plan.size() - 1);
      buffer.put((byte) 0);
      flush();
    }
  }

  /** No switch: the first one over types takes a JVM 5 ms, and the caches do not keep it. */
  private void write(Content content) throws IOException {
    if (content instanceof Content.Bytes(var bytes)) {
      add(bytes);
    } else if (content instanceof Content.Kept(var model, var origin, var size)) {
      add(size, (at, into) -> model.copy(origin + at, into));
    } else if (content instanceof Content.FileRange range) {
      add(range);
    }
  }

  private long at() {
    return start + buffer.position();
  }

  private void skipTo(long offset) throws IOException {
    long gap = offset - at();
    if (gap > 0 && gap < PAGE && buffer.position() > 0) {
      for (long i = 0; i < gap; i++) {
        room().put((byte) 0);
      }
    } else if (gap > 0) {
      flush();
      continueAt(offset);
    }
  }

  /** Sets where the empty buffer's first byte goes, and its limit to the end of a chunk. */
  private void continueAt(long offset) {
    start = offset;
    buffer.clear().limit((int) Math.min(buffer.capacity(), CHUNK - offset % CHUNK));
  }

  /** The buffer, not full. */
  private ByteBuffer room() throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    return buffer;
  }

  /** Where a range of bytes is copied from. */
  private interface Source {
    /** Fills a buffer with the bytes that begin {@code offset} bytes into the range. */
    void copy(long offset, ByteBuffer into) throws IOException;
  }

  private void add(long size, Source source) throws IOException {
    for (long done = 0; done < size; ) {
      ByteBuffer into = room();
      int limit = into.limit();
      int n = (int) Math.min(into.remaining(), size - done);
      source.copy(done, into.limit(into.position() + n));
      into.limit(limit);
      done += n;
    }
  }

  private void add(MemorySegment bytes) throws IOException {
    add(bytes.byteSize(), (at, into) -> fill(into, bytes.asSlice(at, into.remaining())));
  }

  /** Of any kind of memory; not all kinds can be seen as a buffer. */
  private static void fill(ByteBuffer into, MemorySegment bytes) {
    MemorySegment.ofBuffer(into).copyFrom(bytes);
    into.position(into.limit());
  }

  private void add(Content.FileRange range) throws IOException {
    FileChannel in = open(range.file());
    long shared = canShare(range) ? share(in, range) : 0;
    add(
        range.size() - shared,
        (at, into) -> {
          long from = range.offset() + shared + at;
          while (into.hasRemaining()) {
            int n = in.read(into, from);
            if (n < 0) {
              throw new EOFException(
                  "%s ends before 0x%x".formatted(range.file(), range.offset() + range.size()));
            }
            from += n;
          }
        });
  }

  private boolean canShare(Content.FileRange range) throws IOException {
    if (range.size() < WORTH_ASKING || (range.offset() | at()) % PAGE != 0) {
      return false;
    }
    FileStore store = Files.getFileStore(file);
    return SHARING.contains(store.type()) && store.equals(Files.getFileStore(range.file()));
  }

  /** Has the file system give the output the whole blocks of a range; returns their bytes. */
  private long share(FileChannel in, Content.FileRange range) throws IOException {
    flush();
    long end = range.offset() + range.size() / PAGE * PAGE;
    out.position(start);
    long from = range.offset();
    for (long n = 1; from < end && n > 0; from += n) {
      n = in.transferTo(from, end - from, out); // by copy_file_range
    }
    continueAt(out.position());
    return from - range.offset();
  }

  private void flush() throws IOException {
    buffer.flip();
    out.position(start);
    while (buffer.hasRemaining()) {
      int _ = out.write(buffer);
    }
    continueAt(start + buffer.limit());
  }

  private FileChannel open(Path file) throws IOException {
    FileChannel opened = source;
    if (opened == null || !file.equals(sourceFile)) {
      closeSource();
      opened = FileChannel.open(file, StandardOpenOption.READ);
      source = opened;
      sourceFile = file;
    }
    return opened;
  }

  @Override
  public void close() throws IOException {
    LAST.set(buffer);
    closeSource();
  }

  private void closeSource() throws IOException {
    if (source != null) {
      source.close();
      source = null;
    }
  }
}
