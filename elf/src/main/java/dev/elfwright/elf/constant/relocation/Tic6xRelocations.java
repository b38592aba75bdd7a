package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_TI_C6000; for the sources see {@code RelocationNames}. */
public final class Tic6xRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_C6000_NONE
      1 R_C6000_ABS32
      2 R_C6000_ABS16
      3 R_C6000_ABS8
      4 R_C6000_PCR_S21
      5 R_C6000_PCR_S12
      6 R_C6000_PCR_S10
      7 R_C6000_PCR_S7
      8 R_C6000_ABS_S16
      9 R_C6000_ABS_L16
      10 R_C6000_ABS_H16
      11 R_C6000_SBR_U15_B
      12 R_C6000_SBR_U15_H
      13 R_C6000_SBR_U15_W
      14 R_C6000_SBR_S16
      15 R_C6000_SBR_L16_B
      16 R_C6000_SBR_L16_H
      17 R_C6000_SBR_L16_W
      18 R_C6000_SBR_H16_B
      19 R_C6000_SBR_H16_H
      20 R_C6000_SBR_H16_W
      21 R_C6000_SBR_GOT_U15_W
      22 R_C6000_SBR_GOT_L16_W
      23 R_C6000_SBR_GOT_H16_W
      24 R_C6000_DSBT_INDEX
      25 R_C6000_PREL31
      26 R_C6000_COPY
      27 R_C6000_JUMP_SLOT
      28 R_C6000_EHTYPE
      29 R_C6000_PCR_H16
      30 R_C6000_PCR_L16
      253 R_C6000_ALIGN
      254 R_C6000_FPHEAD
      255 R_C6000_NOCMP
      """;

  private Tic6xRelocations() {}
}
