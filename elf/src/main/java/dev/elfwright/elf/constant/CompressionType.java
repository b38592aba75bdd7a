package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/** ch_type: gABI, "Section Compression". */
public final class CompressionType {

  /** ELFCOMPRESS_ZLIB. */
  public static final int ZLIB = 1;

  /** ELFCOMPRESS_ZSTD. */
  public static final int ZSTD = 2;

  private static final NameTable NAMES =
      NameTable.of(
          """
          1 ZLIB
          2 ZSTD
          """);

  private CompressionType() {}

  /** The name without {@code ELFCOMPRESS_}, or the number in hexadecimal. */
  public static String name(int value, Abi abi) {
    return NAMES.name(Integer.toUnsignedLong(value), abi);
  }

  /** The number of a name as {@link #name} gives it, or of another name for the same. */
  public static OptionalLong number(String name, Abi abi) {
    return NAMES.number(name, abi);
  }
}
