package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_LANAI; for the sources see {@code RelocationNames}. */
public final class LanaiRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_LANAI_NONE
      1 R_LANAI_21
      2 R_LANAI_21_F
      3 R_LANAI_25
      4 R_LANAI_32
      5 R_LANAI_HI16
      6 R_LANAI_LO16
      """;

  private LanaiRelocations() {}
}
