package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_NFP of the NFP-32xx; for the sources see {@code RelocationNames}. */
public final class Nfp3200Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_NFP3200_NOTYPE
      1 R_NFP3200_W32LE
      2 R_NFP3200_SRC8_A
      3 R_NFP3200_SRC8_B
      4 R_NFP3200_IMMED8_I
      5 R_NFP3200_SC
      6 R_NFP3200_IMMED_LO16_I_A
      7 R_NFP3200_IMMED_LO16_I_B
      8 R_NFP3200_SRC7_B
      9 R_NFP3200_SRC7_A
      10 R_NFP3200_SRC8_I_B
      11 R_NFP3200_SRC8_I_A
      12 R_NFP3200_IMMED_HI16_I_A
      13 R_NFP3200_IMMED_HI16_I_B
      14 R_NFP3200_RSVD_0
      15 R_NFP3200_RSVD_1
      16 R_NFP3200_RSVD_2
      17 R_NFP3200_RSVD_3
      18 R_NFP3200_RSVD_4
      19 R_NFP3200_RSVD_5
      20 R_NFP3200_RSVD_6
      21 R_NFP3200_W64LE
      22 R_NFP3200_W32BE
      23 R_NFP3200_W64BE
      24 R_NFP3200_W32LE_AND
      25 R_NFP3200_W32BE_AND
      26 R_NFP3200_W32LE_OR
      27 R_NFP3200_W32BE_OR
      28 R_NFP3200_W64LE_AND
      29 R_NFP3200_W64BE_AND
      30 R_NFP3200_W64LE_OR
      31 R_NFP3200_W64BE_OR
      """;

  private Nfp3200Relocations() {}
}
