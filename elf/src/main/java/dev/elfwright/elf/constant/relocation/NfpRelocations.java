package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_NFP; for the sources see {@code RelocationNames}. */
public final class NfpRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_NFP_NOTYPE
      1 R_NFP_W32LE
      2 R_NFP_SRC8_A
      3 R_NFP_SRC8_B
      4 R_NFP_IMMED8_I
      5 R_NFP_SC
      6 R_NFP_IMMED_LO16_I_A
      7 R_NFP_IMMED_LO16_I_B
      8 R_NFP_SRC7_B
      9 R_NFP_SRC7_A
      10 R_NFP_SRC8_I_B
      11 R_NFP_SRC8_I_A
      12 R_NFP_IMMED_HI16_I_A
      13 R_NFP_IMMED_HI16_I_B
      14 R_NFP_W64LE
      15 R_NFP_SH_INFO
      16 R_NFP_W32BE
      17 R_NFP_W64BE
      18 R_NFP_W32_29_24
      19 R_NFP_W32LE_AND
      20 R_NFP_W32BE_AND
      21 R_NFP_W32LE_OR
      22 R_NFP_W32BE_OR
      23 R_NFP_W64LE_AND
      24 R_NFP_W64BE_AND
      25 R_NFP_W64LE_OR
      26 R_NFP_W64BE_OR
      """;

  private NfpRelocations() {}
}
