package dev.elfwright.cli.elf.inspect;

/** Bytes to three digits, in steps of 1024. Without String.format, which loads 60 classes. */
public final class HumanSize {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private HumanSize() {}

  /** Such as {@code 12.3 KiB}; what no file can have, from 2^63 on, in hexadecimal. */
  public static String of(long bytes) {
    if (bytes < 0) {
      return "0x".concat(Long.toHexString(bytes));
    }
    double size = bytes;
    int unit = 0;
    while (size >= 999.5 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    String number = unit == 0 || size >= 99.95 ? Long.toString(Math.round(size)) : tenths(size);
    return number.concat(" ").concat(UNITS[unit]);
  }

  private static String tenths(double size) {
    long tenths = Math.round(size * 10);
    return Long.toString(tenths / 10).concat(".").concat(Long.toString(tenths % 10));
  }
}
