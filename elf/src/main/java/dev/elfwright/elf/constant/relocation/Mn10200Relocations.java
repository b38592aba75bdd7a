package dev.elfwright.elf.constant.relocation;

/**
 * Relocation types of EM_MN10200 and EM_CYGNUS_MN10200; for the sources see {@code
 * RelocationNames}.
 */
public final class Mn10200Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_MN10200_NONE
      1 R_MN10200_32
      2 R_MN10200_16
      3 R_MN10200_8
      4 R_MN10200_24
      5 R_MN10200_PCREL8
      6 R_MN10200_PCREL16
      7 R_MN10200_PCREL24
      """;

  private Mn10200Relocations() {}
}
