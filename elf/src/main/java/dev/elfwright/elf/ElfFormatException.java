package dev.elfwright.elf;

/**
 * A file is not well-formed ELF: something lies outside of the file, loops, or contradicts the
 * format. The message is one line and names the file, the offset and what was expected.
 */
public final class ElfFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The offset of a defect that has no place in the file. */
  public static final long NO_OFFSET = -1;

  private final String file;
  private final long offset;
  private final String structure;

  /**
   * Describes one defect.
   *
   * @param file the file's name as the user knows it
   * @param offset the byte offset in the file where the defect shows, or {@link #NO_OFFSET}
   * @param structure the ELF structure that was being read, in the specification's words
   * @param message what was found and what was expected
   */
  public ElfFormatException(String file, long offset, String structure, String message) {
    super(
        Names.printable(
            file
                + ": "
                + (offset == NO_OFFSET ? "" : "offset 0x" + Long.toHexString(offset) + ": ")
                + structure
                + ": "
                + message));
    this.file = file;
    this.offset = offset;
    this.structure = structure;
  }

  /** The file's name as the user knows it. */
  public String file() {
    return file;
  }

  /** The byte offset in the file where the defect shows, or {@link #NO_OFFSET}. */
  public long offset() {
    return offset;
  }

  /** The ELF structure that was being read. */
  public String structure() {
    return structure;
  }
}
