package dev.elfwright.machine.readelf;

/** The words behind e_flags, which each psABI defines. */
final class HeaderFlags {
  private HeaderFlags() {}

  static String of(int flags, int machine) {
    return "";
  }
}
