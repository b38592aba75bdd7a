package dev.elfwright.packages;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;

/** Compressed streams, known by their first bytes. */
final class Decoders {
  private static final int BUFFER = 1 << 16;

  private Decoders() {}

  /**
   * The expanded stream; one that is not compressed is handed on. What it may become is limited.
   *
   * @param where the file and the member, for messages
   */
  static CheckedStream open(String where, InputStream raw, Limits limits) {
    BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
    byte[] magic = Malformed.orElse(where, 0, () -> peek(buffered));
    CheckedStream packed = new CheckedStream(where, buffered, count -> {});
    InputStream expanded = Malformed.orElse(where, 0, () -> decoder(magic, where, packed, limits));
    return new CheckedStream(
        where,
        expanded,
        count -> {
          if (count > limits.expandedBytes()) {
            throw new PackageFormatException(
                where, "expands to more than " + limits.expandedBytes() + " bytes");
          }
          // Not compressed, it is as large as itself.
          if (count > limits.freeBytes() && count / limits.ratio() > packed.count()) {
            throw new PackageFormatException(
                where,
                "expands to more than %d times its size, %d bytes"
                    .formatted(limits.ratio(), packed.count()));
          }
        });
  }

  private static byte[] peek(BufferedInputStream in) throws IOException {
    in.mark(8);
    byte[] magic = in.readNBytes(6);
    in.reset();
    return magic;
  }

  private static InputStream decoder(byte[] magic, String where, InputStream in, Limits limits)
      throws IOException {
    if (startsWith(magic, 0x1f, 0x8b)) {
      return new GZIPInputStream(in, BUFFER);
    } else if (startsWith(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return Xz.all(in, limits.decoderBytes());
    } else if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
      return zstd(in, limits);
    } else if (startsWith(magic, 'B', 'Z', 'h')) {
      return new BZip2CompressorInputStream(in, true);
    } else if (startsWith(magic, 0x04, 0x22, 0x4d, 0x18)) {
      return new FramedLZ4CompressorInputStream(in);
    } else if (where.endsWith(".lzma")) {
      return new LZMAInputStream(in, (int) (limits.decoderBytes() >> 10));
    }
    return in;
  }

  /** The window is all the memory that a zstd decoder takes, less some hundred KiB. */
  private static InputStream zstd(InputStream in, Limits limits) throws IOException {
    int log = 63 - Long.numberOfLeadingZeros(limits.decoderBytes());
    return new ZstdInputStream(in).setLongMax(log);
  }

  private static boolean startsWith(byte[] bytes, int... expected) {
    if (bytes.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
