package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_IQ2000; for the sources see {@code RelocationNames}. */
public final class Iq2000Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_IQ2000_NONE
      1 R_IQ2000_16
      2 R_IQ2000_32
      3 R_IQ2000_26
      4 R_IQ2000_PC16
      5 R_IQ2000_HI16
      6 R_IQ2000_LO16
      7 R_IQ2000_OFFSET_16
      8 R_IQ2000_OFFSET_21
      9 R_IQ2000_UHI16
      10 R_IQ2000_32_DEBUG
      200 R_IQ2000_GNU_VTINHERIT
      201 R_IQ2000_GNU_VTENTRY
      """;

  private Iq2000Relocations() {}
}
