package dev.elfwright.fat.erofs;

import dev.elfwright.elf.Names;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file of an image. The same object at two places of the tree is one file with two links.
 *
 * <p>Names and targets are bytes without an encoding; as text they are what {@link Names} makes of
 * them.
 */
public sealed interface Node {
  /** Owner, permissions, time and extended attributes. */
  Metadata metadata();

  /**
   * A folder.
   *
   * @param entries what is in it, by name; "." and ".." are not among them
   */
  record Directory(Metadata metadata, SortedMap<String, Node> entries) implements Node {
    /** Checks the names: 1 to 255 bytes without slash and NUL, and neither "." nor "..". */
    public Directory {
      entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
      entries.keySet().forEach(Directory::check);
    }

    private static void check(String name) {
      int length = Names.encode(name).length;
      if (length == 0
          || length > 255
          || name.indexOf('/') >= 0
          || name.indexOf('\0') >= 0
          || name.equals(".")
          || name.equals("..")) {
        throw new IllegalArgumentException("not the name of a file: '" + name + "'");
      }
    }
  }

  /**
   * A file whose bytes lie one after the other on a device.
   *
   * @param device which one, counted from 0
   * @param offset where they begin, in bytes, a multiple of {@link ErofsImage#BLOCK}
   * @param size how many there are
   * @param end the last ones, where the device ends within a block of them: kernels refuse to read
   *     such a block, so the image holds what is behind the last multiple of {@link #END};
   *     otherwise empty. Not copied.
   */
  @SuppressWarnings("ArrayRecordComponent") // A node is what it is by identity, see above.
  record MappedFile(Metadata metadata, int device, long offset, long size, byte[] end)
      implements Node {
    /** The unit, in bytes, in which a file with an end of its own is cut. */
    public static final int END = 0x10000;

    /** Checks that the file begins at a block that the format can name. */
    public MappedFile {
      if (device < 0 || offset < 0 || size < 0 || offset % ErofsImage.BLOCK != 0) {
        throw new IllegalArgumentException(
            "no blocks of a device: device %d, offset %d, size %d".formatted(device, offset, size));
      }
      // The last block number stands for a hole (EROFS_NULL_ADDR).
      if (offset / ErofsImage.BLOCK >= 0xffff_ffffL) {
        throw new IllegalArgumentException("offset %d is past 16 TiB".formatted(offset));
      }
      if (end.length != 0 && end.length != size % END) {
        throw new IllegalArgumentException(
            "%d bytes are not the end of %d".formatted(end.length, size));
      }
    }

    /** How many bytes are on the device. */
    public long mapped() {
      return size - end.length;
    }
  }

  /**
   * A file whose bytes are in the image itself.
   *
   * @param content its bytes, not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // A node is what it is by identity, see above.
  record StoredFile(Metadata metadata, byte[] content) implements Node {}

  /**
   * A symbolic link.
   *
   * @param target 1 to 4,095 bytes
   */
  record Symlink(Metadata metadata, String target) implements Node {
    /** Checks the target's length. */
    public Symlink {
      int length = Names.encode(target).length;
      if (length == 0 || length > 4095 || target.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("not the target of a link: '" + target + "'");
      }
    }
  }

  /**
   * A device, pipe or socket.
   *
   * @param kind which of them
   * @param major the device's number, 0 to 4,095; 0 for pipes and sockets
   * @param minor the device's number, 0 to 1,048,575; 0 for pipes and sockets
   */
  record Special(Metadata metadata, Kind kind, int major, int minor) implements Node {
    /** What a special file is. */
    public enum Kind {
      CHARACTER_DEVICE,
      BLOCK_DEVICE,
      PIPE,
      SOCKET
    }
  }
}
