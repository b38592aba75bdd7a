package dev.elfwright.elf;

/** Reads LEB128 numbers (DWARF 5, section 7.6) and bytes up to a limit that lies in the file. */
public final class Leb128 {
  private final ElfBytes in;
  private final long limit;
  private final String structure;
  private long at;

  /**
   * Begins at a file offset.
   *
   * @param size the bytes that may be read
   * @param structure what is read, for messages
   * @throws ElfFormatException when they do not lie in the file
   */
  public Leb128(ElfBytes in, long start, long size, String structure) {
    in.require(start, size, structure);
    this.in = in;
    this.at = start;
    this.limit = start + size;
    this.structure = structure;
  }

  /** The number of bytes that are left. */
  public long remaining() {
    return limit - at;
  }

  /**
   * The next byte.
   *
   * @throws ElfFormatException when none is left
   */
  public int u8() {
    if (at >= limit) {
      throw in.malformed(at, structure, "ends in the middle of a number");
    }
    return in.u8(at++);
  }

  /**
   * A number without sign; bits past the 64th are lost.
   *
   * @throws ElfFormatException when it does not end in time
   */
  public long unsigned() {
    long value = 0;
    int shift = 0;
    int b;
    do {
      b = u8();
      value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
      shift = Math.min(64, shift + 7);
    } while (b >= 0x80);
    return value;
  }

  /**
   * A number in two's complement; bits past the 64th are lost.
   *
   * @throws ElfFormatException when it does not end in time
   */
  public long signed() {
    long value = 0;
    int shift = 0;
    int b;
    do {
      b = u8();
      value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
      shift = Math.min(64, shift + 7);
    } while (b >= 0x80);
    return shift < 64 && (b & 0x40) != 0 ? value | -1L << shift : value;
  }

  ElfFormatException malformed(String message) {
    return in.malformed(at, structure, message);
  }
}
