package dev.elfwright.elf;

import dev.elfwright.elf.constant.CompressionType;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** ELFCOMPRESS_ZLIB, and all of {@code .zdebug}: RFC 1950, by the JDK. */
final class ZlibCodec implements SectionCodec {
  @Override
  public int type() {
    return CompressionType.ZLIB;
  }

  /** deflate's longest match is 258 bytes for 2 bits; zlib's own documentation says 1032. */
  @Override
  public long largestRatio() {
    return 1032;
  }

  @Override
  public InputStream decompressing(InputStream compressed) {
    return new InflaterInputStream(compressed);
  }

  @Override
  public OutputStream compressing(OutputStream compressed) {
    return new DeflaterOutputStream(compressed);
  }
}
