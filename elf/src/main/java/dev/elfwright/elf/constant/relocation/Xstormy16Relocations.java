package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_XSTORMY16; for the sources see {@code RelocationNames}. */
public final class Xstormy16Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_XSTORMY16_NONE
      1 R_XSTORMY16_32
      2 R_XSTORMY16_16
      3 R_XSTORMY16_8
      4 R_XSTORMY16_PC32
      5 R_XSTORMY16_PC16
      6 R_XSTORMY16_PC8
      7 R_XSTORMY16_REL_12
      8 R_XSTORMY16_24
      9 R_XSTORMY16_FPTR16
      10 R_XSTORMY16_LO16
      11 R_XSTORMY16_HI16
      12 R_XSTORMY16_12
      128 R_XSTORMY16_GNU_VTINHERIT
      129 R_XSTORMY16_GNU_VTENTRY
      """;

  private Xstormy16Relocations() {}
}
