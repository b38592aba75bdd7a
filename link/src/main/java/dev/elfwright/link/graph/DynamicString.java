package dev.elfwright.link.graph;

import org.jspecify.annotations.Nullable;

/**
 * Text of a dynamic section with {@code $ORIGIN}, {@code $LIB} and {@code $PLATFORM}, or the same
 * in braces (gABI, "Substitution Sequences"; glibc elf/dl-load.c, _dl_dst_substitute). A dollar
 * sign before any other word stays.
 */
final class DynamicString {
  private DynamicString() {}

  /** Replaces the words; null when one of them has no meaning here, and the text no use. */
  static @Nullable String expand(String text, String origin, SearchEnvironment environment) {
    int dollar = text.indexOf('$');
    if (dollar < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (; dollar >= 0; dollar = text.indexOf('$', at)) {
      out.append(text, at, dollar);
      at = dollar + 1;
      int length;
      if ((length = word(text, at, "ORIGIN")) > 0) {
        out.append(origin);
      } else if ((length = word(text, at, "PLATFORM")) > 0) {
        String platform = environment.hardware().platform();
        if (platform == null) {
          return null;
        }
        out.append(platform);
      } else if ((length = word(text, at, "LIB")) > 0) {
        out.append(environment.lib());
      } else {
        out.append('$');
      }
      at += length;
    }
    return out.append(text, at, text.length()).toString();
  }

  /** The length of the word at {@code at}, braces included, or 0 when another one stands there. */
  private static int word(String text, int at, String word) {
    boolean braces = text.startsWith("{", at);
    int start = braces ? at + 1 : at;
    int end = start + word.length();
    if (!text.startsWith(word, start)) {
      return 0;
    }
    char next = end < text.length() ? text.charAt(end) : 0;
    boolean goesOn =
        next == '_'
            || (next >= 'A' && next <= 'Z')
            || (next >= 'a' && next <= 'z')
            || (next >= '0' && next <= '9');
    if (goesOn || (braces && next != '}')) {
      return 0;
    }
    return braces ? word.length() + 2 : word.length();
  }
}
