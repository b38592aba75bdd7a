package dev.elfwright.machine.readelf;

/**
 * Names as readelf prints them in the C locale: control characters as {@code ^X}, everything else
 * as it stands, and cut to a width unless {@link Width#WIDE} was asked for.
 */
final class NameText {
  private static final String DOTS = "[...]";

  private final Text out;
  private final boolean wide;

  NameText(Text out, Width width) {
    this.out = out;
    this.wide = width == Width.WIDE;
  }

  /** How many bytes of a name {@link #print} has to be given when it prints so many columns. */
  int most(int columns) {
    return wide ? Integer.MAX_VALUE - 16 : Math.abs(columns) + 1;
  }

  int print(int columns, String name) {
    return print(columns, Name.of(name));
  }

  /**
   * Prints a name.
   *
   * @param columns the most columns; when negative, also the fewest; 0 prints nothing
   * @return the columns that it took
   */
  int print(int columns, Name name) {
    if (columns == 0) {
      return 0;
    }
    int room = Math.abs(columns);
    boolean cut = !wide && name.length() > room;
    int printed =
        bytes(name, wide ? Integer.MAX_VALUE : cut ? Math.max(0, room - DOTS.length()) : room);
    if (cut) {
      out.put(DOTS);
      printed += DOTS.length();
    }
    if (columns < 0 && printed < room) {
      out.spaces(room - printed);
      printed = room;
    }
    return printed;
  }

  private int bytes(Name name, int room) {
    int length = Math.min(name.length(), room);
    if (isPlain(name.bytes(), length)) {
      out.put(name.bytes(), 0, length);
      return length;
    }
    return bytesWithControls(name, room);
  }

  private static boolean isPlain(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (isControl(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private int bytesWithControls(Name name, int room) {
    byte[] bytes = name.bytes();
    int printed = 0;
    for (int i = 0; i < name.length() && printed < room; i++) {
      byte b = bytes[i];
      if (isControl(b)) {
        if (room - printed < 2) {
          break;
        }
        out.put('^').put((char) (b + 0x40));
        printed += 2;
      } else {
        out.put((char) b);
        printed++;
      }
    }
    return printed;
  }

  /** A section's name where readelf does not cut it: other bytes than ASCII become hexadecimal. */
  void section(Name name) {
    byte[] bytes = name.bytes();
    for (int i = 0, room = 256; i < name.length() && room > 0; i++) {
      byte b = bytes[i];
      int columns = isControl(b) ? 2 : b < 0 ? 4 : 1;
      if (columns > room) {
        break;
      }
      room -= columns;
      switch (columns) {
        case 1 -> out.put((char) b);
        case 2 -> out.put('^').put((char) (b + 0x40));
        default -> out.put('<').put(digit(b >> 4)).put(digit(b)).put('>');
      }
    }
  }

  private static char digit(int nibble) {
    return "0123456789ABCDEF".charAt(nibble & 0xf);
  }

  private static boolean isControl(byte b) {
    return (b >= 0 && b < 0x20) || b == 0x7f;
  }
}
