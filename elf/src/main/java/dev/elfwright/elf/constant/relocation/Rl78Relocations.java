package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_RL78; for the sources see {@code RelocationNames}. */
public final class Rl78Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_RL78_NONE
      1 R_RL78_DIR32
      2 R_RL78_DIR24S
      3 R_RL78_DIR16
      4 R_RL78_DIR16U
      5 R_RL78_DIR16S
      6 R_RL78_DIR8
      7 R_RL78_DIR8U
      8 R_RL78_DIR8S
      9 R_RL78_DIR24S_PCREL
      10 R_RL78_DIR16S_PCREL
      11 R_RL78_DIR8S_PCREL
      12 R_RL78_DIR16UL
      13 R_RL78_DIR16UW
      14 R_RL78_DIR8UL
      15 R_RL78_DIR8UW
      16 R_RL78_DIR32_REV
      17 R_RL78_DIR16_REV
      18 R_RL78_DIR3U_PCREL
      45 R_RL78_RH_RELAX
      46 R_RL78_RH_SFR
      47 R_RL78_RH_SADDR
      65 R_RL78_ABS32
      66 R_RL78_ABS24S
      67 R_RL78_ABS16
      68 R_RL78_ABS16U
      69 R_RL78_ABS16S
      70 R_RL78_ABS8
      71 R_RL78_ABS8U
      72 R_RL78_ABS8S
      73 R_RL78_ABS24S_PCREL
      74 R_RL78_ABS16S_PCREL
      75 R_RL78_ABS8S_PCREL
      76 R_RL78_ABS16UL
      77 R_RL78_ABS16UW
      78 R_RL78_ABS8UL
      79 R_RL78_ABS8UW
      80 R_RL78_ABS32_REV
      81 R_RL78_ABS16_REV
      128 R_RL78_SYM
      129 R_RL78_OPneg
      130 R_RL78_OPadd
      131 R_RL78_OPsub
      132 R_RL78_OPmul
      133 R_RL78_OPdiv
      134 R_RL78_OPshla
      135 R_RL78_OPshra
      136 R_RL78_OPsctsize
      141 R_RL78_OPscttop
      144 R_RL78_OPand
      145 R_RL78_OPor
      146 R_RL78_OPxor
      147 R_RL78_OPnot
      148 R_RL78_OPmod
      149 R_RL78_OPromtop
      150 R_RL78_OPramtop
      """;

  private Rl78Relocations() {}
}
