package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_DLX; for the sources see {@code RelocationNames}. */
public final class DlxRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_DLX_NONE
      1 R_DLX_RELOC_8
      2 R_DLX_RELOC_16
      3 R_DLX_RELOC_32
      4 R_DLX_GNU_VTINHERIT
      5 R_DLX_GNU_VTENTRY
      6 R_DLX_RELOC_16_HI
      7 R_DLX_RELOC_16_LO
      8 R_DLX_RELOC_16_PCREL
      9 R_DLX_RELOC_26_PCREL
      """;

  private DlxRelocations() {}
}
