package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_LATTICEMICO32; for the sources see {@code RelocationNames}. */
public final class Lm32Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_LM32_NONE
      1 R_LM32_8
      2 R_LM32_16
      3 R_LM32_32
      4 R_LM32_HI16
      5 R_LM32_LO16
      6 R_LM32_GPREL16
      7 R_LM32_CALL
      8 R_LM32_BRANCH
      9 R_LM32_GNU_VTINHERIT
      10 R_LM32_GNU_VTENTRY
      11 R_LM32_16_GOT
      12 R_LM32_GOTOFF_HI16
      13 R_LM32_GOTOFF_LO16
      14 R_LM32_COPY
      15 R_LM32_GLOB_DAT
      16 R_LM32_JMP_SLOT
      17 R_LM32_RELATIVE
      """;

  private Lm32Relocations() {}
}
