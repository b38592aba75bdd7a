package dev.elfwright.fat.erofs;

import dev.elfwright.elf.Names;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The extended attributes behind an inode.
 *
 * <pre>
 * struct erofs_xattr_ibody_header   12 bytes  filter, number of shared ones, reserved: all 0 here
 * struct erofs_xattr_entry           4 bytes  length of the name's rest u8, prefix u8, size u16
 *   name's rest, value                        padded together to a multiple of 4 bytes
 * </pre>
 */
final class AttributeArea {
  private static final int HEADER = 12;
  private static final int ENTRY = 4;
  private final List<Attribute> attributes;

  AttributeArea(List<Attribute> attributes) {
    this.attributes = attributes;
  }

  /** In bytes, 0 without attributes. */
  int size() {
    return attributes.isEmpty()
        ? 0
        : HEADER + attributes.stream().mapToInt(AttributeArea::size).sum();
  }

  /**
   * The field i_xattr_icount, which counts 4-byte units behind the header, plus one for it.
   *
   * @throws IllegalArgumentException if there are more than its two bytes can count
   */
  int count() {
    int count = attributes.isEmpty() ? 0 : 1 + (size() - HEADER) / 4;
    if (count > 0xffff) {
      throw new IllegalArgumentException(
          "%d bytes of extended attributes, at most 262,148 have room in an image"
              .formatted(size()));
    }
    return count;
  }

  void write(ByteBuffer image, int offset) {
    int at = offset + HEADER;
    for (Attribute attribute : attributes) {
      byte[] rest = Names.encode(attribute.rest());
      image.put(at, (byte) rest.length);
      image.put(at + 1, (byte) attribute.prefix().index);
      image.putShort(at + 2, (short) attribute.value().length);
      image.put(at + ENTRY, rest);
      image.put(at + ENTRY + rest.length, attribute.value());
      at += size(attribute);
    }
  }

  private static int size(Attribute attribute) {
    int size = ENTRY + Names.encode(attribute.rest()).length + attribute.value().length;
    return (size + 3) / 4 * 4;
  }
}
