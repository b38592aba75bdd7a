package dev.elfwright.elf;

import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.CompressionType;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.write.FieldWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * How a section is compressed: by its first bytes when it has SHF_COMPRESSED (gABI, "Compression
 * Header"), or as binutils did before, in a section whose name begins with {@code .zdebug}.
 *
 * <table>
 * <caption>What precedes the compressed bytes; offsets for 32 and 64 bit</caption>
 * <tr><td>0</td><td>0</td><td>ch_type, 4 bytes</td></tr>
 * <tr><td>4</td><td>8</td><td>ch_size, of the class's size</td></tr>
 * <tr><td>8</td><td>16</td><td>ch_addralign, of the class's size</td></tr>
 * <tr><td>.zdebug: 0</td><td>0</td><td>{@code ZLIB}</td></tr>
 * <tr><td>.zdebug: 4</td><td>4</td><td>the size, 8 bytes, big-endian in any file</td></tr>
 * </table>
 *
 * @param type ch_type, see {@link CompressionType}
 * @param size ch_size: the bytes it promises to become, not checked
 * @param alignment ch_addralign: the alignment of what it becomes; 1 for {@code .zdebug}
 * @param headerSize the bytes before the compressed ones
 */
public record Compression(int type, long size, long alignment, int headerSize) {
  private static final int OLD_HEADER = 12;
  private static final int PIECE = 1 << 16;
  private static final int LARGEST = Integer.MAX_VALUE - 16;

  /** Debugging information shrinks to a third or a quarter; of the whole file, nothing by 16. */
  private static final long ORDINARY_RATIO = 16;

  private static final long ORDINARY_SIZE = 1 << 20;

  /** Size in bytes of Elf32_Chdr or Elf64_Chdr: 12 or 24. */
  public static int headerSize(boolean is64) {
    return is64 ? 24 : 12;
  }

  static Optional<Compression> of(ElfModel model, Section section) {
    ElfBytes in = model.bytes();
    SectionHeader h = section.header();
    if (!section.hasBytes()) {
      return Optional.empty();
    }
    if ((h.flags() & SectionFlag.COMPRESSED) != 0) {
      int headerSize = headerSize(in.is64());
      in.require(h.offset(), h.size(), "compressed section");
      if (h.size() < headerSize) {
        throw in.malformed(h.offset(), "compressed section", "too short for its header");
      }
      long at = h.offset() + in.wordSize();
      return Optional.of(
          new Compression(
              in.i32(h.offset()), in.word(at), in.word(at + in.wordSize()), headerSize));
    }
    return section.name().startsWith(".zdebug") ? old(in, h) : Optional.empty();
  }

  private static Optional<Compression> old(ElfBytes in, SectionHeader h) {
    in.require(h.offset(), h.size(), "compressed section");
    if (h.size() < OLD_HEADER || !in.text(h.offset(), 4).equals("ZLIB")) {
      return Optional.empty();
    }
    long size = in.i64(h.offset() + 4);
    return Optional.of(
        new Compression(
            CompressionType.ZLIB,
            in.order() == ByteOrder.BIG_ENDIAN ? size : Long.reverseBytes(size),
            1,
            OLD_HEADER));
  }

  /** What a section may become in memory when nobody says more. */
  static long ordinaryLimit(long fileSize) {
    return ORDINARY_RATIO * fileSize + ORDINARY_SIZE;
  }

  /** What a section was before; grows with what is really there, not with what is promised. */
  MemorySegment expand(ElfBytes in, SectionHeader h, long limit) {
    SectionCodec codec = possibleCodec(in, h);
    if (size > Math.min(limit, LARGEST)) {
      throw in.malformed(
          h.offset(),
          "compressed section",
          "becomes 0x%x bytes, at most 0x%x are allowed".formatted(size, Math.min(limit, LARGEST)));
    }
    try (InputStream stream = expanding(codec, in, h)) {
      byte[] found = new byte[(int) Math.min(size, Math.max(PIECE, 4 * h.size()))];
      int at = 0;
      for (int n = 0; n >= 0; n = stream.read(found, at, found.length - at)) {
        at += n;
        if (at == size) {
          break;
        }
        if (at == found.length) {
          found = Arrays.copyOf(found, (int) Math.min(size, 2L * at));
        }
      }
      stream.transferTo(OutputStream.nullOutputStream());
      return MemorySegment.ofArray(found).asReadOnly();
    } catch (IOException e) {
      throw in.malformed(h.offset(), "compressed section", "bytes cannot be expanded: " + e);
    }
  }

  /** What a section was before, as a stream that ends in an exception at another size. */
  InputStream expanding(ElfBytes in, SectionHeader h) {
    return expanding(possibleCodec(in, h), in, h);
  }

  /** The codec, when it can make of the bytes what the header promises. */
  private SectionCodec possibleCodec(ElfBytes in, SectionHeader h) {
    SectionCodec codec =
        codec(type)
            .orElseThrow(() ->
                in.malformed(
                    h.offset(),
                    "compressed section",
                    "no codec for " + CompressionType.name(type, Abi.ANY)));
    long packed = h.size() - headerSize;
    if (size < 0 || size / codec.largestRatio() > packed) {
      throw in.malformed(
          h.offset(),
          "compressed section",
          "0x%x bytes cannot become 0x%x".formatted(packed, size));
    }
    return codec;
  }

  private InputStream expanding(SectionCodec codec, ElfBytes in, SectionHeader h) {
    MemorySegment source =
        in.slice(h.offset() + headerSize, h.size() - headerSize, "compressed section");
    try {
      return new PromisedStream(codec.decompressing(new SegmentInputStream(source)), size);
    } catch (IOException e) {
      throw in.malformed(h.offset(), "compressed section", "bytes cannot be expanded: " + e);
    }
  }

  /**
   * The bytes of a section with SHF_COMPRESSED, header and all, for files of a class and order.
   *
   * @param type ch_type, see {@link CompressionType}
   * @param alignment sh_addralign of the section so far, which ch_addralign keeps
   * @throws IllegalArgumentException when no codec of this type is there
   */
  public static MemorySegment compress(
      MemorySegment bytes, int type, long alignment, boolean is64, ByteOrder order) {
    SectionCodec codec =
        codec(type)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no codec for " + CompressionType.name(type, Abi.ANY)));
    byte[] header = new byte[headerSize(is64)];
    FieldWriter w = new FieldWriter(MemorySegment.ofArray(header), 0, is64, order).i32(type);
    if (is64) {
      w.i32(0);
    }
    w.word(bytes.byteSize(), "ch_size").word(alignment, "ch_addralign");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    try (OutputStream stream = codec.compressing(out)) {
      for (long at = 0; at < bytes.byteSize(); at += PIECE) {
        long n = Math.min(PIECE, bytes.byteSize() - at);
        stream.write(bytes.asSlice(at, n).toArray(ValueLayout.JAVA_BYTE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return MemorySegment.ofArray(out.toByteArray());
  }

  private static Optional<SectionCodec> codec(int type) {
    if (type == CompressionType.ZLIB) {
      return Optional.of(new ZlibCodec());
    }
    return ServiceLoader.load(SectionCodec.class, SectionCodec.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(c -> c.type() == type)
        .findFirst();
  }
}
