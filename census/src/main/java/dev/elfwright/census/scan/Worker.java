package dev.elfwright.census.scan;

import dev.elfwright.census.facts.RowSink;
import dev.elfwright.census.facts.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What one thread of a scan works with. */
final class Worker {
  private final RowSink sink;
  private final ContentReader reader;
  private final Meter meter;

  /**
   * A thread's.
   *
   * @param threads how many there are
   */
  Worker(RowSink sink, KnownContents known, Meter meter, int threads) {
    this.sink = sink;
    this.reader = new ContentReader(known, sink, threads);
    this.meter = meter;
  }

  Rows rows() {
    return sink;
  }

  ContentReader reader() {
    return reader;
  }

  /** Counts bytes of content. */
  void unpacked(long bytes) {
    meter.unpacked(bytes);
  }

  /** Counts bytes of what has to be read. */
  void done(long bytes) {
    meter.done(bytes);
  }

  /**
   * Writes when enough has been collected.
   *
   * @throws UncheckedIOException when it cannot be written: nothing to do with what is being read
   */
  void flushIfFull() {
    if (sink.isFull()) {
      flush();
    }
  }

  void flush() {
    try {
      sink.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
