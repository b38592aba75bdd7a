package dev.elfwright.livepatch.kernel;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;

/**
 * The format that {@code lz4 -l} writes and the kernel reads ({@code lib/decompress_unlz4.c}): the
 * magic number, then blocks of at most 8 MiB, each behind its packed size in four bytes.
 */
final class LegacyLz4 extends InputStream {
  private final ByteBuffer in;
  private InputStream block = InputStream.nullInputStream();

  LegacyLz4(byte[] packed) {
    this.in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).position(4);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    int got = block.read(to, from, length);
    while (got < 0 && in.remaining() >= 4) {
      int size = in.getInt();
      if (size < 0 || size > in.remaining()) {
        throw new EOFException(
            "a block of " + Integer.toUnsignedString(size) + " bytes is cut short");
      }
      block =
          new BlockLZ4CompressorInputStream(
              new ByteArrayInputStream(in.array(), in.position(), size));
      in.position(in.position() + size);
      got = block.read(to, from, length);
    }
    return got;
  }
}
