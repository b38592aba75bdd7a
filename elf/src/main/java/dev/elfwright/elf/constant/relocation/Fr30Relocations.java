package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_FR30 and EM_CYGNUS_FR30; for the sources see {@code RelocationNames}. */
public final class Fr30Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_FR30_NONE
      1 R_FR30_8
      2 R_FR30_20
      3 R_FR30_32
      4 R_FR30_48
      5 R_FR30_6_IN_4
      6 R_FR30_8_IN_8
      7 R_FR30_9_IN_8
      8 R_FR30_10_IN_8
      9 R_FR30_9_PCREL
      10 R_FR30_12_PCREL
      11 R_FR30_GNU_VTINHERIT
      12 R_FR30_GNU_VTENTRY
      """;

  private Fr30Relocations() {}
}
