package dev.elfwright.elf.archive;

import dev.elfwright.elf.ElfBytes;
import java.nio.charset.StandardCharsets;

/**
 * What stands before each member (ar(5); binutils include/aout/ar.h). Everything is text, padded
 * with spaces.
 *
 * <table>
 * <caption>Layout, offsets in bytes</caption>
 * <tr><td>0</td><td>ar_name, 16 bytes, see {@link MemberName}</td></tr>
 * <tr><td>16</td><td>ar_date, 12 bytes, seconds since 1970, decimal</td></tr>
 * <tr><td>28</td><td>ar_uid, 6 bytes, decimal</td></tr>
 * <tr><td>34</td><td>ar_gid, 6 bytes, decimal</td></tr>
 * <tr><td>40</td><td>ar_mode, 8 bytes, octal</td></tr>
 * <tr><td>48</td><td>ar_size, 10 bytes, decimal</td></tr>
 * <tr><td>58</td><td>ar_fmag, a grave accent and a line feed</td></tr>
 * </table>
 */
record MemberHeader(ElfBytes in, long offset) {
  static final int SIZE = 60;
  static final int NAME_WIDTH = 16;

  /** Checks that the whole header lies in the file and ends as one does. */
  MemberHeader {
    in.require(offset, SIZE, "archive member header");
    if (in.u8(offset + 58) != '`' || in.u8(offset + 59) != '\n') {
      throw in.malformed(offset + 58, "archive member header", "does not end in '`' and line feed");
    }
  }

  /** ar_name without the padding. */
  String nameField() {
    return text(0, NAME_WIDTH);
  }

  long date() {
    return number(16, 12, 10, "date");
  }

  int uid() {
    return (int) number(28, 6, 10, "user");
  }

  int gid() {
    return (int) number(34, 6, 10, "group");
  }

  int mode() {
    return (int) number(40, 8, 8, "mode");
  }

  /**
   * ar_size: the bytes behind the header, a BSD name included. In a thin archive, the size that the
   * file had when it was added.
   */
  long size() {
    long size = number(48, 10, 10, "size");
    if (size < 0) {
      throw in.malformed(offset + 48, "archive member header", "negative size " + size);
    }
    return size;
  }

  private String text(int at, int width) {
    byte[] field = new byte[width];
    for (int i = 0; i < width; i++) {
      field[i] = (byte) in.u8(offset + at + i);
    }
    return new String(field, StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** An empty field is 0: GNU ar leaves those of the long names so. */
  private long number(int at, int width, int radix, String what) {
    String text = text(at, width);
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseLong(text, radix);
    } catch (NumberFormatException e) {
      throw in.malformed(
          offset + at, "archive member header", what + " is no number of base " + radix);
    }
  }
}
