package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_MMIX; for the sources see {@code RelocationNames}. */
public final class MmixRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_MMIX_NONE
      1 R_MMIX_8
      2 R_MMIX_16
      3 R_MMIX_24
      4 R_MMIX_32
      5 R_MMIX_64
      6 R_MMIX_PC_8
      7 R_MMIX_PC_16
      8 R_MMIX_PC_24
      9 R_MMIX_PC_32
      10 R_MMIX_PC_64
      11 R_MMIX_GNU_VTINHERIT
      12 R_MMIX_GNU_VTENTRY
      13 R_MMIX_GETA
      14 R_MMIX_GETA_1
      15 R_MMIX_GETA_2
      16 R_MMIX_GETA_3
      17 R_MMIX_CBRANCH
      18 R_MMIX_CBRANCH_J
      19 R_MMIX_CBRANCH_1
      20 R_MMIX_CBRANCH_2
      21 R_MMIX_CBRANCH_3
      22 R_MMIX_PUSHJ
      23 R_MMIX_PUSHJ_1
      24 R_MMIX_PUSHJ_2
      25 R_MMIX_PUSHJ_3
      26 R_MMIX_JMP
      27 R_MMIX_JMP_1
      28 R_MMIX_JMP_2
      29 R_MMIX_JMP_3
      30 R_MMIX_ADDR19
      31 R_MMIX_ADDR27
      32 R_MMIX_REG_OR_BYTE
      33 R_MMIX_REG
      34 R_MMIX_BASE_PLUS_OFFSET
      35 R_MMIX_LOCAL
      36 R_MMIX_PUSHJ_STUBBABLE
      """;

  private MmixRelocations() {}
}
