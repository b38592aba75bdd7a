package dev.elfwright.fat.erofs;

import dev.elfwright.elf.Names;
import java.util.Optional;

/**
 * An extended attribute, as an image stores it: the name's beginning is a number (erofs_fs.h, "Name
 * indexes").
 *
 * @param prefix the beginning
 * @param rest the name without it
 * @param value at most 65,535 bytes, not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Attribute(Prefix prefix, String rest, byte[] value) {

  /** The beginnings of names that EROFS knows; the two lists of rights are whole names. */
  public enum Prefix {
    USER(1, "user."),
    ACCESS_RIGHTS(2, "system.posix_acl_access"),
    DEFAULT_RIGHTS(3, "system.posix_acl_default"),
    TRUSTED(4, "trusted."),
    SECURITY(6, "security.");

    final int index;
    final String text;

    Prefix(int index, String text) {
      this.index = index;
      this.text = text;
    }
  }

  /** Checks the sizes: the name's rest has a byte for its length, the value two. */
  public Attribute {
    if (Names.encode(rest).length > 255 || value.length > 0xffff) {
      throw new IllegalArgumentException(
          "too large for an image: attribute %s%s of %d bytes"
              .formatted(prefix.text, rest, value.length));
    }
  }

  /** The attribute of this name, or nothing where EROFS has no number for it. */
  public static Optional<Attribute> of(String name, byte[] value) {
    for (Prefix prefix : Prefix.values()) {
      boolean whole = !prefix.text.endsWith(".");
      if (whole ? name.equals(prefix.text) : name.startsWith(prefix.text)) {
        return Optional.of(new Attribute(prefix, name.substring(prefix.text.length()), value));
      }
    }
    return Optional.empty();
  }

  /** The whole name, as listxattr(2) tells it. */
  public String name() {
    return prefix.text + rest;
  }
}
