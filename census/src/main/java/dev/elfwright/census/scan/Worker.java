package dev.elfwright.census.scan;

import dev.elfwright.census.facts.Rows;
import dev.elfwright.census.store.PartWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What one thread of a scan works with. */
final class Worker {
  private final PartWriter part;
  private final ContentReader reader;
  private final Meter meter;

  Worker(PartWriter part, KnownContents known, Meter meter) {
    this.part = part;
    this.reader = new ContentReader(known, part);
    this.meter = meter;
  }

  Rows rows() {
    return part;
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
   * Writes a part when enough has been collected.
   *
   * @throws UncheckedIOException when it cannot be written: nothing to do with what is being read
   */
  void flushIfFull() {
    if (part.isFull()) {
      flush();
    }
  }

  void flush() {
    try {
      part.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
