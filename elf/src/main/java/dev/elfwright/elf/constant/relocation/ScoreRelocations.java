package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_SCORE7; for the sources see {@code RelocationNames}. */
public final class ScoreRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_SCORE_NONE
      1 R_SCORE_HI16
      2 R_SCORE_LO16
      3 R_SCORE_BCMP
      4 R_SCORE_24
      5 R_SCORE_PC19
      6 R_SCORE16_11
      7 R_SCORE16_PC8
      8 R_SCORE_ABS32
      9 R_SCORE_ABS16
      10 R_SCORE_DUMMY2
      11 R_SCORE_GP15
      12 R_SCORE_GNU_VTINHERIT
      13 R_SCORE_GNU_VTENTRY
      14 R_SCORE_GOT15
      15 R_SCORE_GOT_LO16
      16 R_SCORE_CALL15
      17 R_SCORE_GPREL32
      18 R_SCORE_REL32
      19 R_SCORE_DUMMY_HI16
      20 R_SCORE_IMM30
      21 R_SCORE_IMM32
      """;

  private ScoreRelocations() {}
}
