package dev.elfwright.machine.readelf;

import dev.elfwright.elf.Names;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a name without its NUL. Names that a string table gives are reused: each is good
 * until the table is asked for the next.
 */
final class Name {
  private byte[] bytes;
  private int length;

  private Name(byte[] bytes) {
    this.bytes = bytes;
    this.length = bytes.length;
  }

  static Name of(String text) {
    return new Name(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The bytes of a name that was decoded by {@link Names}. */
  static Name decoded(String name) {
    return new Name(Names.encode(name));
  }

  /** An array that is only good for its first {@link #length} bytes. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Makes room for a name of so many bytes, which the caller fills in. */
  byte[] reuse(int newLength) {
    if (bytes.length < newLength) {
      bytes = new byte[Math.max(newLength, 2 * bytes.length)];
    }
    length = newLength;
    return bytes;
  }

  /** The same bytes, to keep. */
  Name copy() {
    return new Name(Arrays.copyOf(bytes, length));
  }

  boolean is(String text) {
    return length == text.length() && startsWith(text);
  }

  boolean isSame(Name other) {
    return Arrays.equals(bytes, 0, length, other.bytes, 0, other.length);
  }

  boolean startsWith(String text) {
    if (length < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
