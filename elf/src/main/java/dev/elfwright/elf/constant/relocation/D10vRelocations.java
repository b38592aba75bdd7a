package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_D10V and EM_CYGNUS_D10V; for the sources see {@code RelocationNames}. */
public final class D10vRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_D10V_NONE
      1 R_D10V_10_PCREL_R
      2 R_D10V_10_PCREL_L
      3 R_D10V_16
      4 R_D10V_18
      5 R_D10V_18_PCREL
      6 R_D10V_32
      7 R_D10V_GNU_VTINHERIT
      8 R_D10V_GNU_VTENTRY
      """;

  private D10vRelocations() {}
}
