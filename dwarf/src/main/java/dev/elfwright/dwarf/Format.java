package dev.elfwright.dwarf;

/** How wide offsets into sections are (DWARF 5, section 7.4). */
public enum Format {
  /** 4 bytes. */
  DWARF32(4),
  /** 8 bytes; a unit's length then begins with 0xffffffff. */
  DWARF64(8);

  private final int offsetSize;

  Format(int offsetSize) {
    this.offsetSize = offsetSize;
  }

  /** Bytes of an offset: 4 or 8. */
  public int offsetSize() {
    return offsetSize;
  }
}
