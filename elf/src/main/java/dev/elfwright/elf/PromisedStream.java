package dev.elfwright.elf;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that must have exactly as many bytes as was promised. */
final class PromisedStream extends FilterInputStream {
  private final long promised;
  private long found;

  PromisedStream(InputStream in, long promised) {
    super(in);
    this.promised = promised;
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    count(b < 0 ? -1 : 1);
    return b;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = in.read(target, offset, length);
    count(n);
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(n);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long n) throws IOException {
    if (n < 0 ? found < promised : n > promised - found) {
      throw new IOException(
          "becomes %s0x%x bytes, but promises 0x%x"
              .formatted(n < 0 ? "" : "at least ", found + Math.max(0, n), promised));
    }
    found += Math.max(0, n);
  }
}
