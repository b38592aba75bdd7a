package dev.elfwright.abi.plan;

import java.util.regex.Pattern;

/**
 * A member of a struct.
 *
 * @param type as it is written in C
 * @param name its name; empty for a struct or union without one
 * @param offset in bytes from the start
 * @param size in bytes, 0 for an array without a length
 * @param alignment in bytes
 */
public record Field(String type, String name, long offset, long size, long alignment) {
  private static final Pattern RESERVED =
      Pattern.compile("(?i).*(reserved|spare|unused|future|(^|_)pad(ding)?(_|[0-9]|$)).*");

  /** The first byte behind it. */
  public long end() {
    return offset + size;
  }

  /** Whether its name says that it means nothing yet. */
  public boolean isReserved() {
    return RESERVED.matcher(name).matches();
  }

  /** Whether it only marks a place, as {@code char end[]} does, or has no end. */
  public boolean isOpen() {
    return size == 0;
  }

  Field at(long place) {
    return new Field(type, name, place, size, alignment);
  }

  /** The declaration, array bounds behind the name. */
  public String declaration() {
    int bracket = type.indexOf('[');
    String text =
        bracket < 0
            ? type + " " + name
            : type.substring(0, bracket).strip() + " " + name + type.substring(bracket);
    return text.strip() + ";";
  }
}
