package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_ADAPTEVA_EPIPHANY; for the sources see {@code RelocationNames}. */
public final class EpiphanyRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_EPIPHANY_NONE
      1 R_EPIPHANY_8
      2 R_EPIPHANY_16
      3 R_EPIPHANY_32
      4 R_EPIPHANY_8_PCREL
      5 R_EPIPHANY_16_PCREL
      6 R_EPIPHANY_32_PCREL
      7 R_EPIPHANY_SIMM8
      8 R_EPIPHANY_SIMM24
      9 R_EPIPHANY_HIGH
      10 R_EPIPHANY_LOW
      11 R_EPIPHANY_SIMM11
      12 R_EPIPHANY_IMM11
      13 R_EPIPHANY_IMM8
      """;

  private EpiphanyRelocations() {}
}
