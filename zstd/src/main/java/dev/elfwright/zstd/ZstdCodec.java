package dev.elfwright.zstd;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.elfwright.elf.SectionCodec;
import dev.elfwright.elf.constant.CompressionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** ELFCOMPRESS_ZSTD: frames of RFC 8878, by libzstd. */
public final class ZstdCodec implements SectionCodec {
  /** For the service loader. */
  public ZstdCodec() {}

  @Override
  public int type() {
    return CompressionType.ZSTD;
  }

  /** A block of four bytes repeats one byte 128 KiB times (RFC 8878, 3.1.1.2). */
  @Override
  public long largestRatio() {
    return (128 << 10) / 4;
  }

  @Override
  public InputStream decompressing(InputStream compressed) throws IOException {
    return new ZstdInputStreamNoFinalizer(compressed);
  }

  @Override
  public OutputStream compressing(OutputStream compressed) throws IOException {
    return new ZstdOutputStreamNoFinalizer(compressed);
  }
}
