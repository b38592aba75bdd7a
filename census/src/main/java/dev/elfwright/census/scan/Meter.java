package dev.elfwright.census.scan;

import dev.elfwright.census.ScanProgress;
import java.util.concurrent.atomic.AtomicLong;

/** Counts for all threads, and tells how far a scan is. */
final class Meter {
  private final ScanProgress progress;
  private final long start = System.nanoTime();
  private final AtomicLong unpacked = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final long total;

  Meter(ScanProgress progress, long total) {
    this.progress = progress;
    this.total = total;
  }

  void unpacked(long bytes) {
    unpacked.addAndGet(bytes);
    tell();
  }

  void done(long bytes) {
    done.addAndGet(bytes);
    tell();
  }

  long unpacked() {
    return unpacked.get();
  }

  private void tell() {
    double seconds = (System.nanoTime() - start) / 1e9;
    long read = done.get();
    double left = read == 0 ? Double.NaN : seconds * (total - read) / read;
    progress.reading(read, total, unpacked.get(), unpacked.get() / seconds, left);
  }
}
