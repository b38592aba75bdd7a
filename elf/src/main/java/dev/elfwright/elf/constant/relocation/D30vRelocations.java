package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_D30V and EM_CYGNUS_D30V; for the sources see {@code RelocationNames}. */
public final class D30vRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_D30V_NONE
      1 R_D30V_6
      2 R_D30V_9_PCREL
      3 R_D30V_9_PCREL_R
      4 R_D30V_15
      5 R_D30V_15_PCREL
      6 R_D30V_15_PCREL_R
      7 R_D30V_21
      8 R_D30V_21_PCREL
      9 R_D30V_21_PCREL_R
      10 R_D30V_32
      11 R_D30V_32_PCREL
      12 R_D30V_32_NORMAL
      """;

  private D30vRelocations() {}
}
