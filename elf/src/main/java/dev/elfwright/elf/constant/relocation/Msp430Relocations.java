package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_MSP430_OLD; for the sources see {@code RelocationNames}. */
public final class Msp430Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_MSP430_NONE
      1 R_MSP430_32
      2 R_MSP430_10_PCREL
      3 R_MSP430_16
      4 R_MSP430_16_PCREL
      5 R_MSP430_16_BYTE
      6 R_MSP430_16_PCREL_BYTE
      7 R_MSP430_2X_PCREL
      8 R_MSP430_RL_PCREL
      9 R_MSP430_8
      10 R_MSP430_SYM_DIFF
      11 R_MSP430_GNU_SET_ULEB128
      12 R_MSP430_GNU_SUB_ULEB128
      """;

  private Msp430Relocations() {}
}
