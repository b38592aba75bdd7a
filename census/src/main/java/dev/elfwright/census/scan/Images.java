package dev.elfwright.census.scan;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory for ELF files that are larger than what a thread keeps. The largest piece that was given
 * back is kept for the next such file: mapping and clearing anew took a twentieth of a scan's time.
 */
final class Images {
  /** What all threads together may hold, in MiB; a larger file is not looked into. */
  static final int MOST = 640;

  private static final Images SHARED = new Images(MOST);

  private final int most;
  private int held;
  private @Nullable Image spare;

  /** Of at most so many MiB together. */
  Images(int most) {
    this.most = most;
  }

  /** Those of this process. */
  static Images shared() {
    return SHARED;
  }

  /** A piece of memory, to be given back by closing it. */
  final class Image implements AutoCloseable {
    private final int mebibytes;
    private final Arena arena = Arena.ofShared(); // the next one's thread is another one
    private final MemorySegment bytes;

    private Image(int mebibytes) {
      this.mebibytes = mebibytes;
      this.bytes = arena.allocate((long) mebibytes << 20);
    }

    /** What was there before is still in it. */
    MemorySegment bytes() {
      return bytes;
    }

    @Override
    public void close() {
      giveBack(this);
    }
  }

  /**
   * Memory of at least so many bytes, when others have left so much.
   *
   * @param size fewer than all may hold together
   */
  synchronized Image take(long size) {
    int mebibytes = Math.toIntExact((size >> 20) + 1);
    Image found = spare;
    if (found != null && found.mebibytes >= mebibytes) {
      spare = null;
      return found;
    }
    freeSpare();
    while (held + mebibytes > most) {
      await();
      freeSpare();
    }
    Image made = new Image(mebibytes);
    held += mebibytes;
    return made;
  }

  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private synchronized void giveBack(Image image) {
    Image other = spare;
    spare = other != null && other.mebibytes > image.mebibytes ? other : image;
    if (other != null) {
      free(other == spare ? image : other);
    }
    notifyAll();
  }

  /** Frees what is kept for the next file, for there is none. */
  synchronized void freeSpare() {
    if (spare != null) {
      free(spare);
      spare = null;
    }
  }

  private void free(Image image) {
    held -= image.mebibytes;
    image.arena.close();
  }

  /** MiB that are taken or kept. */
  synchronized int held() {
    return held;
  }
}
