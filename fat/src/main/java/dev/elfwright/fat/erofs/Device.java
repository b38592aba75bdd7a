package dev.elfwright.fat.erofs;

/**
 * A file or block device that holds bytes of an image's files.
 *
 * @param size in bytes, at most 16 TiB
 */
public record Device(long size) {
  /** Checks that the format can tell the size. */
  public Device {
    if (size < 0 || size > 0xffff_ffffL * ErofsImage.BLOCK) {
      throw new IllegalArgumentException("no size of a device: " + size);
    }
  }

  /** Its whole blocks. */
  long blocks() {
    return size / ErofsImage.BLOCK;
  }
}
