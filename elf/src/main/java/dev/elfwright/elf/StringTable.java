package dev.elfwright.elf;

/** NUL-terminated strings named by their offset (gABI, "String Table"). */
public final class StringTable implements SectionContent {
  private final ElfBytes in;
  private final long start;
  private final long size;

  StringTable(ElfBytes in, long start, long size) {
    in.require(start, size, "string table");
    this.in = in;
    this.start = start;
    this.size = size;
  }

  /** The file offset of its first byte. */
  public long offset() {
    return start;
  }

  /** Size in bytes. */
  public long size() {
    return size;
  }

  /**
   * The string that starts {@code offset} bytes into the table.
   *
   * @throws ElfFormatException when it starts outside of the table or does not end in it
   */
  public String at(long offset) {
    if (offset < 0 || offset >= size) {
      throw outside(offset);
    }
    return in.string(start + offset, start + size, "string table");
  }

  /** {@link GnuHash#hash} of the string at {@code offset}, without making it. */
  int gnuHash(long offset) {
    if (offset < 0 || offset >= size) {
      throw outside(offset);
    }
    return in.gnuHash(start + offset, start + size, "string table");
  }

  private ElfFormatException outside(long offset) {
    return in.malformed(
        start,
        "string table",
        "no string at 0x%x in a table of 0x%x bytes".formatted(offset, size));
  }
}
