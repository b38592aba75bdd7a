package dev.elfwright.packages;

import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The .xz format (tukaani.org, "The .xz File Format"), expanded by liblzma where the system has it,
 * else in Java.
 */
public final class Xz {
  private Xz() {}

  /**
   * A stream that expands the first of what may be several, and does not look at what follows it.
   *
   * @param memory bytes that the decoder may take, from 1 KiB on
   * @throws IOException when it is no such stream, or needs more memory; reading throws it when the
   *     data is cut short or corrupt
   */
  public static InputStream first(InputStream in, long memory) throws IOException {
    InputStream fast = NativeXz.first(in, memory);
    return fast == null ? new SingleXZInputStream(in, (int) (memory >> 10)) : fast;
  }

  /** The same for all streams, one after the other. */
  static InputStream all(InputStream in, long memory) throws IOException {
    InputStream fast = NativeXz.all(in, memory);
    return fast == null ? new XZInputStream(in, (int) (memory >> 10)) : fast;
  }
}
