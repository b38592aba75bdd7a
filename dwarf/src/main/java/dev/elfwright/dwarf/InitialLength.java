package dev.elfwright.dwarf;

/**
 * The length that units of most sections begin with (DWARF 5, section 7.4).
 *
 * @param format what its width says of offsets in the unit
 * @param end the offset at which the unit ends
 */
record InitialLength(Format format, long end) {

  /**
   * Reads one.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the unit does not end before the cursor's
   *     limit
   */
  static InitialLength read(Cursor c) {
    long length = c.u32();
    Format format = Format.DWARF32;
    if (length == 0xffff_ffffL) {
      format = Format.DWARF64;
      length = c.i64();
    } else if (length >= 0xffff_fff0L) {
      throw c.malformed("length 0x%x, which is reserved".formatted(length));
    }
    if (length < 0 || length > c.remaining()) {
      throw c.malformed(
          "a unit of 0x%x bytes, but only 0x%x are left".formatted(length, c.remaining()));
    }
    return new InitialLength(format, c.position() + length);
  }
}
