package dev.elfwright.elf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names as text, without loss. ELF names are bytes without an encoding; nearly all are ASCII or
 * UTF-8. A byte that is not part of valid UTF-8 becomes one unpaired surrogate, U+DC00 plus the
 * byte, so that two different names never become one and every name can be written back. (Decoders
 * that put U+FFFD instead lose both.)
 */
public final class Names {
  private static final char ESCAPE = '\udc00';

  private Names() {}

  /** The text of a name. */
  public static String decode(byte[] name) {
    String text = new String(name, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') < 0 || Arrays.equals(encode(text), name)) {
      return text;
    }
    StringBuilder out = new StringBuilder(name.length);
    for (int at = 0; at < name.length; ) {
      int length = validPrefix(name, at);
      if (length == 0) {
        out.append((char) (ESCAPE + (name[at++] & 0xff)));
      } else {
        out.append(new String(name, at, length, StandardCharsets.UTF_8));
        at += length;
      }
    }
    return out.toString();
  }

  /** The length of the one valid UTF-8 character at {@code at}, or 0. */
  private static int validPrefix(byte[] name, int at) {
    int lead = name[at] & 0xff;
    int length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (at + length > name.length) {
      return 0;
    }
    byte[] one = Arrays.copyOfRange(name, at, at + length);
    byte[] again = new String(one, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(one, again) ? length : 0;
  }

  /** The bytes of a name, without the NUL that ends it in a string table. */
  public static byte[] encode(String name) {
    if (!hasSurrogate(name)) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(name.length() + 8);
    name.codePoints()
        .forEach(c -> {
          if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff) {
            out.write(c - ESCAPE);
          } else {
            out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
          }
        });
    return out.toByteArray();
  }

  /** By a loop: this runs at every start, and streams of characters take 3 ms to load. */
  private static boolean hasSurrogate(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * A text for people, in one line: each control character as {@code \\x} and two digits, for names
   * come from files that anybody may have made, and no terminal should obey them.
   */
  public static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return escaped(text);
      }
    }
    return text;
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        out.append("\\x").append(Character.forDigit(c >> 4, 16));
        out.append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
