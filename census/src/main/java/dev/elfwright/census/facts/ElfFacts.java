package dev.elfwright.census.facts;

import dev.elfwright.elf.ElfModel;

/** All rows of one ELF file. */
public final class ElfFacts {
  private ElfFacts() {}

  /**
   * Adds them.
   *
   * @param content the file's key
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed; some rows have been added
   *     then
   */
  public static void add(String content, ElfModel model, Rows rows) {
    ElfSymbols symbols = ElfSymbols.of(content, model, rows);
    ElfNotes notes = ElfNotes.of(content, model, rows);
    ElfRelocations relocations = ElfRelocations.of(content, model, rows);
    ElfLayout.add(content, model, rows);
    DlopenNames.add(content, model, symbols, notes, rows);
    ElfSummary.add(content, model, symbols, notes, relocations, rows);
  }
}
