package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_FT32; for the sources see {@code RelocationNames}. */
public final class Ft32Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_FT32_NONE
      1 R_FT32_32
      2 R_FT32_16
      3 R_FT32_8
      4 R_FT32_10
      5 R_FT32_20
      6 R_FT32_17
      7 R_FT32_18
      8 R_FT32_RELAX
      9 R_FT32_SC0
      10 R_FT32_SC1
      11 R_FT32_15
      12 R_FT32_DIFF32
      """;

  private Ft32Relocations() {}
}
