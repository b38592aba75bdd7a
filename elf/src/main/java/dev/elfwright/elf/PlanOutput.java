package dev.elfwright.elf;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams a plan into an empty file, front to back. Pieces in memory are gathered, so that
 * thousands of small ones take few system calls; ranges of other files are copied by the kernel;
 * gaps of a page and more are left out.
 */
final class PlanOutput implements AutoCloseable {
  /** Linux takes 1024 buffers a call (UIO_MAXIOV). */
  private static final int BUFFERS = 1024;

  private static final long BATCH = 8L << 20;

  /** The JDK copies heap buffers into memory outside of the heap first; small pieces bound it. */
  private static final int HEAP_PIECE = 1 << 20;

  private static final int NATIVE_PIECE = 1 << 30;
  private static final int PAGE = 4096;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(PAGE).asReadOnlyBuffer();

  private final FileChannel out;
  private final List<ByteBuffer> pending = new ArrayList<>(BUFFERS);
  private long pendingBytes;
  private long at;
  private @Nullable Path sourceFile;
  private @Nullable FileChannel source;

  PlanOutput(FileChannel out) {
    this.out = out;
  }

  void write(LayoutPlan plan) throws IOException {
    for (Placement p : plan.placements()) {
      skipTo(p.offset());
      switch (p.content()) {
        case Content.Bytes(var bytes) -> add(bytes);
        case Content.FileRange range -> copy(range);
        case Content.Hole _ -> {}
      }
    }
    skipTo(plan.size());
    flush();
    if (out.size() < plan.size()) {
      // The file ends in a hole: its last byte gives it its size.
      writeFully(new ByteBuffer[] {ZEROS.slice(0, 1)}, plan.size() - 1);
    }
  }

  private void skipTo(long offset) throws IOException {
    long gap = offset - at;
    if (gap > 0 && gap < PAGE && pendingBytes > 0) {
      pend(ZEROS.slice(0, (int) gap));
    } else if (gap > 0) {
      flush();
      at = offset;
    }
  }

  private void add(MemorySegment bytes) throws IOException {
    int piece = bytes.isNative() ? NATIVE_PIECE : HEAP_PIECE;
    for (long done = 0; done < bytes.byteSize(); done += piece) {
      pend(buffer(bytes.asSlice(done, Math.min(piece, bytes.byteSize() - done))));
    }
  }

  private static ByteBuffer buffer(MemorySegment bytes) {
    boolean wideArray = bytes.heapBase().filter(base -> !(base instanceof byte[])).isPresent();
    return wideArray || (!bytes.isNative() && bytes.isReadOnly())
        ? ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE))
        : bytes.asByteBuffer();
  }

  private void pend(ByteBuffer buffer) throws IOException {
    pending.add(buffer);
    pendingBytes += buffer.remaining();
    at += buffer.remaining();
    if (pending.size() == BUFFERS || pendingBytes >= BATCH) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (pendingBytes > 0) {
      writeFully(pending.toArray(ByteBuffer[]::new), at - pendingBytes);
    }
    pending.clear();
    pendingBytes = 0;
  }

  private void writeFully(ByteBuffer[] buffers, long offset) throws IOException {
    out.position(offset);
    int first = 0;
    while (first < buffers.length) {
      if (buffers[first].hasRemaining()) {
        long _ = out.write(buffers, first, buffers.length - first);
      } else {
        first++;
      }
    }
  }

  private void copy(Content.FileRange range) throws IOException {
    flush();
    FileChannel in = open(range.file());
    out.position(at);
    long end = range.offset() + range.size();
    for (long from = range.offset(); from < end; ) {
      long n = in.transferTo(from, end - from, out);
      if (n == 0) {
        throw new EOFException("%s ends before 0x%x".formatted(range.file(), end));
      }
      from += n;
    }
    at += range.size();
  }

  private FileChannel open(Path file) throws IOException {
    FileChannel opened = source;
    if (opened == null || !file.equals(sourceFile)) {
      close();
      opened = FileChannel.open(file, StandardOpenOption.READ);
      source = opened;
      sourceFile = file;
    }
    return opened;
  }

  @Override
  public void close() throws IOException {
    if (source != null) {
      source.close();
      source = null;
    }
  }
}
