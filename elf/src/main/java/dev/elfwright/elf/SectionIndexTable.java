package dev.elfwright.elf;

import java.util.Objects;

/**
 * SHT_SYMTAB_SHNDX (gABI, "Section Types"): for each symbol of the table that sh_link names, four
 * bytes with the section index that st_shndx has no room for; 0 for all others.
 */
public final class SectionIndexTable implements SectionContent {
  private final ElfBytes in;
  private final long start;
  private final int count;

  SectionIndexTable(ElfBytes in, long start, long size) {
    in.require(start, size, "section index table");
    this.in = in;
    this.start = start;
    this.count = (int) Math.min(size / 4, Integer.MAX_VALUE);
  }

  /** The number of entries, that of the symbols in a proper file. */
  public int count() {
    return count;
  }

  /** The section index of a symbol, unsigned; 0 when st_shndx has it. */
  public int at(int symbol) {
    return in.i32(start + 4L * Objects.checkIndex(symbol, count));
  }
}
