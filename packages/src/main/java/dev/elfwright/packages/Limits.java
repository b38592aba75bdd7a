package dev.elfwright.packages;

/**
 * How much of an archive is read before it is taken for an attack.
 *
 * @param expandedBytes bytes that one compressed stream may become, however large it is
 * @param freeBytes what any stream may become without its ratio being looked at
 * @param ratio how many times its own size a compressed stream may become, once it is larger than
 *     {@code freeBytes}
 * @param members members of one archive
 * @param controlBytes bytes of a package's control archive, which is kept in memory
 * @param decoderBytes memory that a decoder may ask for; xz -9 needs 65 MiB, zstd --ultra -22 needs
 *     128 MiB
 */
public record Limits(
    long expandedBytes,
    long freeBytes,
    long ratio,
    long members,
    long controlBytes,
    long decoderBytes) {
  /** What the largest packages of Debian keep well below. */
  public static final Limits DEFAULT =
      new Limits(64L << 30, 256L << 20, 500, 2_000_000, 32L << 20, 256L << 20);
}
