package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_CR16; for the sources see {@code RelocationNames}. */
public final class Cr16Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_CR16_NONE
      1 R_CR16_NUM8
      2 R_CR16_NUM16
      3 R_CR16_NUM32
      4 R_CR16_NUM32a
      5 R_CR16_REGREL4
      6 R_CR16_REGREL4a
      7 R_CR16_REGREL14
      8 R_CR16_REGREL14a
      9 R_CR16_REGREL16
      10 R_CR16_REGREL20
      11 R_CR16_REGREL20a
      12 R_CR16_ABS20
      13 R_CR16_ABS24
      14 R_CR16_IMM4
      15 R_CR16_IMM8
      16 R_CR16_IMM16
      17 R_CR16_IMM20
      18 R_CR16_IMM24
      19 R_CR16_IMM32
      20 R_CR16_IMM32a
      21 R_CR16_DISP4
      22 R_CR16_DISP8
      23 R_CR16_DISP16
      24 R_CR16_DISP24
      25 R_CR16_DISP24a
      26 R_CR16_SWITCH8
      27 R_CR16_SWITCH16
      28 R_CR16_SWITCH32
      29 R_CR16_GOT_REGREL20
      30 R_CR16_GOTC_REGREL20
      31 R_CR16_GLOB_DAT
      """;

  private Cr16Relocations() {}
}
