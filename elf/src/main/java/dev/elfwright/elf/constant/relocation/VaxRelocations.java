package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_VAX; for the sources see {@code RelocationNames}. */
public final class VaxRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_VAX_NONE
      1 R_VAX_32
      2 R_VAX_16
      3 R_VAX_8
      4 R_VAX_PC32
      5 R_VAX_PC16
      6 R_VAX_PC8
      7 R_VAX_GOT32
      13 R_VAX_PLT32
      19 R_VAX_COPY
      20 R_VAX_GLOB_DAT
      21 R_VAX_JMP_SLOT
      22 R_VAX_RELATIVE
      23 R_VAX_GNU_VTINHERIT
      24 R_VAX_GNU_VTENTRY
      """;

  private VaxRelocations() {}
}
