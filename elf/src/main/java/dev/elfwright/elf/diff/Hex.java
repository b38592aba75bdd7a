package dev.elfwright.elf.diff;

/** Addresses and flags as text. */
final class Hex {
  private Hex() {}

  static String of(long value) {
    return "0x".concat(Long.toHexString(value));
  }
}
