package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_CRX; for the sources see {@code RelocationNames}. */
public final class CrxRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_CRX_NONE
      1 R_CRX_REL4
      2 R_CRX_REL8
      3 R_CRX_REL8_CMP
      4 R_CRX_REL16
      5 R_CRX_REL24
      6 R_CRX_REL32
      7 R_CRX_REGREL12
      8 R_CRX_REGREL22
      9 R_CRX_REGREL28
      10 R_CRX_REGREL32
      11 R_CRX_ABS16
      12 R_CRX_ABS32
      13 R_CRX_NUM8
      14 R_CRX_NUM16
      15 R_CRX_NUM32
      16 R_CRX_IMM16
      17 R_CRX_IMM32
      18 R_CRX_SWITCH8
      19 R_CRX_SWITCH16
      20 R_CRX_SWITCH32
      """;

  private CrxRelocations() {}
}
