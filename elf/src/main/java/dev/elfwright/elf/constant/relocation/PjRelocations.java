package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_PJ and EM_SNP1K; for the sources see {@code RelocationNames}. */
public final class PjRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_PJ_NONE
      1 R_PJ_DATA_DIR32
      2 R_PJ_CODE_REL32
      3 R_PJ_CODE_REL16
      6 R_PJ_CODE_DIR32
      7 R_PJ_CODE_DIR16
      13 R_PJ_CODE_LO16
      14 R_PJ_CODE_HI16
      15 R_PJ_GNU_VTINHERIT
      16 R_PJ_GNU_VTENTRY
      """;

  private PjRelocations() {}
}
