package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_S12Z; for the sources see {@code RelocationNames}. */
public final class S12zRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_S12Z_NONE
      1 R_S12Z_OPR
      2 R_S12Z_UKNWN_2
      3 R_S12Z_PCREL_7_15
      4 R_S12Z_EXT24
      5 R_S12Z_EXT18
      6 R_S12Z_CW32
      7 R_S12Z_EXT32
      """;

  private S12zRelocations() {}
}
