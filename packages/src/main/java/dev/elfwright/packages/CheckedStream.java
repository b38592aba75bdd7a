package dev.elfwright.packages;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream inside an archive: counts, keeps a budget, and tells what its decoder complains of as a
 * {@link PackageFormatException}. Decoders throw IOExceptions, and some RuntimeExceptions, for
 * malformed input; what comes from here is told apart from what a visitor throws.
 */
final class CheckedStream extends InputStream {
  private final String where;
  private final InputStream in;
  private final Budget budget;
  private long count;
  private long zeros;

  /** How much may be read. */
  interface Budget {
    /**
     * Checks.
     *
     * @param count bytes read so far
     * @throws PackageFormatException when that is too much
     */
    void check(long count);
  }

  CheckedStream(String where, InputStream in, Budget budget) {
    this.where = where;
    this.in = in;
    this.budget = budget;
  }

  /** Bytes read so far. */
  long count() {
    return count;
  }

  /** How many of the last bytes read are zeros. */
  long zeros() {
    return zeros;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int length) {
    int got = Malformed.orElse(where, count, () -> in.read(to, from, length));
    if (got > 0) {
      count += got;
      int end = from + got;
      while (end > from && to[end - 1] == 0) {
        end--;
      }
      zeros = end == from ? zeros + got : from + got - end;
      budget.check(count);
    }
    return got;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
