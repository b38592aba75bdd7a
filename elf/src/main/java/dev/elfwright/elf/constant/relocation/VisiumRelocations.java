package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_VISIUM; for the sources see {@code RelocationNames}. */
public final class VisiumRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_VISIUM_NONE
      1 R_VISIUM_8
      2 R_VISIUM_16
      3 R_VISIUM_32
      4 R_VISIUM_8_PCREL
      5 R_VISIUM_16_PCREL
      6 R_VISIUM_32_PCREL
      7 R_VISIUM_PC16
      8 R_VISIUM_HI16
      9 R_VISIUM_LO16
      10 R_VISIUM_IM16
      11 R_VISIUM_HI16_PCREL
      12 R_VISIUM_LO16_PCREL
      13 R_VISIUM_IM16_PCREL
      200 R_VISIUM_GNU_VTINHERIT
      201 R_VISIUM_GNU_VTENTRY
      """;

  private VisiumRelocations() {}
}
