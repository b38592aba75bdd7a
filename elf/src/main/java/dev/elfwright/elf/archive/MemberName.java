package dev.elfwright.elf.archive;

import dev.elfwright.elf.ElfBytes;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which ar_name says what a member is called.
 *
 * <table>
 * <caption>Forms of ar_name</caption>
 * <tr><td>{@code name/}</td><td>System V, GNU: the slash ends it, so that spaces may be in it</td></tr>
 * <tr><td>{@code name}</td><td>BSD: spaces end it</td></tr>
 * <tr><td>{@code /12}</td><td>GNU: at byte 12 of the member {@code //}, to a slash and a line
 * feed</td></tr>
 * <tr><td>{@code /12:340}</td><td>GNU, thin archives only: the member at byte 340 of the archive
 * that is named at byte 12</td></tr>
 * <tr><td>{@code #1/12}</td><td>BSD: the first 12 bytes of the content, padded with NUL</td></tr>
 * </table>
 */
sealed interface MemberName {
  /** Longer than any path (Linux: PATH_MAX), so that names cannot cost more than the file. */
  int LONGEST = 4096;

  String SYMBOLS = "/";
  String SYMBOLS_64 = "/SYM64/";
  String LONG_NAMES = "//";
  String BSD_SYMBOLS = "__.SYMDEF";
  String BSD_SYMBOLS_64 = "__.SYMDEF_64";
  String SORTED = " SORTED";

  /** The name stands in the field. */
  record Short(String name) implements MemberName {}

  /**
   * The name stands in the member {@code //}.
   *
   * @param at the offset of the name in the content of that member
   * @param origin the offset of the member in the archive of that name, or -1 when it is no archive
   */
  record Long(long at, long origin) implements MemberName {}

  /** The name stands before the content. */
  record Leading(int length) implements MemberName {}

  static MemberName of(MemberHeader header) {
    String field = header.nameField();
    if (field.equals(SYMBOLS) || field.equals(SYMBOLS_64) || field.equals(LONG_NAMES)) {
      return new Short(field);
    }
    if (field.startsWith("#1/")) {
      return new Leading((int) Math.min(number(header, field.substring(3)), Integer.MAX_VALUE));
    }
    if (field.startsWith("/")) {
      int colon = field.indexOf(':');
      return colon < 0
          ? new Long(number(header, field.substring(1)), -1)
          : new Long(
              number(header, field.substring(1, colon)),
              number(header, field.substring(colon + 1)));
    }
    int bytes = field.length();
    return new Short(header.in().text(header.offset(), field.endsWith("/") ? bytes - 1 : bytes));
  }

  private static long number(MemberHeader header, String digits) {
    try {
      return java.lang.Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw header
          .in()
          .malformed(
              header.offset(),
              "archive member name",
              "'" + header.nameField().replaceAll("[^ -~]", "?") + "' names nothing");
    }
  }

  /** The name at an offset of the member {@code //}, which is null when the archive has none. */
  static String inTable(ElfBytes in, @Nullable Range table, long at, long header) {
    if (table == null || at < 0 || at >= table.size()) {
      throw in.malformed(
          header,
          "archive member name",
          "no long name at 0x%x of 0x%x bytes".formatted(at, table == null ? 0 : table.size()));
    }
    long start = table.offset() + at;
    long limit = Math.min(table.offset() + table.size(), start + LONGEST);
    long end = start;
    while (end < limit && in.u8(end) != '\n' && in.u8(end) != 0) {
      end++;
    }
    if (end - start == LONGEST) {
      throw in.malformed(start, "archive member name", "longer than " + LONGEST + " bytes");
    }
    long length = end - start;
    return in.text(start, length > 0 && in.u8(end - 1) == '/' ? length - 1 : length);
  }

  /** The name of a member whose content starts with it. */
  static String leading(ElfBytes in, long at, int length) {
    if (length > LONGEST) {
      throw in.malformed(at, "archive member name", "longer than " + LONGEST + " bytes");
    }
    int end = 0;
    while (end < length && in.u8(at + end) != 0) {
      end++;
    }
    return in.text(at, end);
  }
}
