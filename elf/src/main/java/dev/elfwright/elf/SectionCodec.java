package dev.elfwright.elf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * How sections of one ch_type are compressed. zlib is built in; others are found with {@link
 * java.util.ServiceLoader}, zstd in the module {@code dev.elfwright.zstd}.
 */
public interface SectionCodec {
  /** The ch_type, see {@link dev.elfwright.elf.constant.CompressionType}. */
  int type();

  /**
   * The most bytes that one compressed byte can become. A header that promises more is refused
   * before anything is read.
   */
  long largestRatio();

  /**
   * The bytes as they were before.
   *
   * @throws IOException here or when read: the bytes are not what this codec writes
   */
  InputStream decompressing(InputStream compressed) throws IOException;

  /**
   * Compresses what is written until it is closed.
   *
   * @throws IOException when the stream below cannot be written
   */
  OutputStream compressing(OutputStream compressed) throws IOException;
}
