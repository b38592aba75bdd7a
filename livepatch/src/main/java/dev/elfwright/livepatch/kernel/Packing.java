package dev.elfwright.livepatch.kernel;

import com.github.luben.zstd.ZstdInputStream;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.packages.Xz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.LZMAInputStream;

/**
 * How kernels and modules are packed ({@code scripts/Makefile.lib} of Linux), known by the first
 * bytes.
 */
enum Packing {
  /** gzip. */
  GZIP(0x1f, 0x8b),
  /** xz, with the filter for the machine's jumps. */
  XZ(0xfd, '7', 'z', 'X', 'Z', 0),
  /** zstd. */
  ZSTD(0x28, 0xb5, 0x2f, 0xfd),
  /** The old format of lzma: one stream without a check. */
  LZMA(0x5d, 0, 0),
  /** The old format of lz4: see {@link LegacyLz4}. */
  LZ4(0x02, 0x21, 0x4c, 0x18);

  /** No kernel comes near these; what claims more is hostile. In bytes, and times its size. */
  private static final long LARGEST = 1L << 30;

  private static final long HIGHEST_RATIO = 64;

  /** Memory for a decoder in KiB: xz -9 asks for 65 MiB, kernels are packed with windows of 32. */
  private static final int DECODER_MEMORY = 256 << 10;

  private final int[] magic;

  Packing(int... magic) {
    this.magic = magic;
  }

  /** The format of these bytes, if it is one of these. */
  static Optional<Packing> of(MemorySegment bytes) {
    for (Packing p : values()) {
      if (p.begins(bytes)) {
        return Optional.of(p);
      }
    }
    return Optional.empty();
  }

  private boolean begins(MemorySegment bytes) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.byteSize() || (bytes.get(ValueLayout.JAVA_BYTE, i) & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * What the bytes become.
   *
   * @param offset where they stand in the file, for messages
   * @param size how many bytes that are, where it is known: then what follows the stream is not
   *     looked at
   * @throws ElfFormatException when they are cut short, malformed, or of no known format
   */
  static MemorySegment expand(String file, long offset, MemorySegment packed, OptionalLong size) {
    Packing packing =
        of(packed)
            .orElseThrow(() ->
                new ElfFormatException(
                    file,
                    offset,
                    "kernel payload",
                    "packed in no known way, expected gzip, xz, zstd, lzma or lz4"));
    long largest = Math.min(LARGEST, packed.byteSize() * HIGHEST_RATIO);
    long limit = size.orElse(largest);
    if (limit > largest) {
      throw new ElfFormatException(
          file, offset, "kernel payload", "claims to become " + limit + " bytes");
    }
    try (InputStream in = packing.stream(packed.toArray(ValueLayout.JAVA_BYTE))) {
      byte[] expanded = in.readNBytes((int) limit);
      if (size.isPresent() ? expanded.length < limit : in.read() >= 0) {
        throw new IOException(
            size.isPresent()
                ? "becomes " + expanded.length + " bytes, expected " + limit
                : "becomes more than " + limit + " bytes");
      }
      return MemorySegment.ofArray(expanded);
    } catch (IOException | RuntimeException e) {
      String reason = e.getMessage();
      throw new ElfFormatException(
          file,
          offset,
          "kernel payload",
          packing + " stream: " + (reason == null ? e.getClass().getSimpleName() : reason));
    }
  }

  private InputStream stream(byte[] packed) throws IOException {
    InputStream in = new ByteArrayInputStream(packed);
    return switch (this) {
      case GZIP -> new GZIPInputStream(in, 1 << 16);
      case XZ -> Xz.first(in, (long) DECODER_MEMORY << 10);
      case ZSTD -> new ZstdInputStream(in).setLongMax(28);
      case LZMA -> new LZMAInputStream(in, DECODER_MEMORY);
      case LZ4 -> new LegacyLz4(packed);
    };
  }
}
