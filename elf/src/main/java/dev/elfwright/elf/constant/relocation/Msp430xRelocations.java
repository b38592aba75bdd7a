package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_MSP430; for the sources see {@code RelocationNames}. */
public final class Msp430xRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      1 R_MSP430_ABS32
      2 R_MSP430_ABS16
      3 R_MSP430_ABS8
      4 R_MSP430_PCR16
      5 R_MSP430X_PCR20_EXT_SRC
      6 R_MSP430X_PCR20_EXT_DST
      7 R_MSP430X_PCR20_EXT_ODST
      8 R_MSP430X_ABS20_EXT_SRC
      9 R_MSP430X_ABS20_EXT_DST
      10 R_MSP430X_ABS20_EXT_ODST
      11 R_MSP430X_ABS20_ADR_SRC
      12 R_MSP430X_ABS20_ADR_DST
      13 R_MSP430X_PCR16
      14 R_MSP430X_PCR20_CALL
      15 R_MSP430X_ABS16
      16 R_MSP430_ABS_HI16
      17 R_MSP430_PREL31
      18 R_MSP430_EHTYPE
      19 R_MSP430X_10_PCREL
      20 R_MSP430X_2X_PCREL
      21 R_MSP430X_SYM_DIFF
      22 R_MSP430X_GNU_SET_ULEB128
      23 R_MSP430X_GNU_SUB_ULEB128
      """;

  private Msp430xRelocations() {}
}
