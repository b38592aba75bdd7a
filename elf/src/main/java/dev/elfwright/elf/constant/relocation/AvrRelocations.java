package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_AVR and EM_AVR_OLD; for the sources see {@code RelocationNames}. */
public final class AvrRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_AVR_NONE
      1 R_AVR_32
      2 R_AVR_7_PCREL
      3 R_AVR_13_PCREL
      4 R_AVR_16
      5 R_AVR_16_PM
      6 R_AVR_LO8_LDI
      7 R_AVR_HI8_LDI
      8 R_AVR_HH8_LDI
      9 R_AVR_LO8_LDI_NEG
      10 R_AVR_HI8_LDI_NEG
      11 R_AVR_HH8_LDI_NEG
      12 R_AVR_LO8_LDI_PM
      13 R_AVR_HI8_LDI_PM
      14 R_AVR_HH8_LDI_PM
      15 R_AVR_LO8_LDI_PM_NEG
      16 R_AVR_HI8_LDI_PM_NEG
      17 R_AVR_HH8_LDI_PM_NEG
      18 R_AVR_CALL
      19 R_AVR_LDI
      20 R_AVR_6
      21 R_AVR_6_ADIW
      22 R_AVR_MS8_LDI
      23 R_AVR_MS8_LDI_NEG
      24 R_AVR_LO8_LDI_GS
      25 R_AVR_HI8_LDI_GS
      26 R_AVR_8
      27 R_AVR_8_LO8
      28 R_AVR_8_HI8
      29 R_AVR_8_HLO8
      30 R_AVR_DIFF8
      31 R_AVR_DIFF16
      32 R_AVR_DIFF32
      33 R_AVR_LDS_STS_16
      34 R_AVR_PORT6
      35 R_AVR_PORT5
      36 R_AVR_32_PCREL
      """;

  private AvrRelocations() {}
}
