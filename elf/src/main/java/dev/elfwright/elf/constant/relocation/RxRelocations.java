package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_RX; for the sources see {@code RelocationNames}. */
public final class RxRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_RX_NONE
      1 R_RX_DIR32
      2 R_RX_DIR24S
      3 R_RX_DIR16
      4 R_RX_DIR16U
      5 R_RX_DIR16S
      6 R_RX_DIR8
      7 R_RX_DIR8U
      8 R_RX_DIR8S
      9 R_RX_DIR24S_PCREL
      10 R_RX_DIR16S_PCREL
      11 R_RX_DIR8S_PCREL
      12 R_RX_DIR16UL
      13 R_RX_DIR16UW
      14 R_RX_DIR8UL
      15 R_RX_DIR8UW
      16 R_RX_DIR32_REV
      17 R_RX_DIR16_REV
      18 R_RX_DIR3U_PCREL
      32 R_RX_RH_3_PCREL
      33 R_RX_RH_16_OP
      34 R_RX_RH_24_OP
      35 R_RX_RH_32_OP
      36 R_RX_RH_24_UNS
      37 R_RX_RH_8_NEG
      38 R_RX_RH_16_NEG
      39 R_RX_RH_24_NEG
      40 R_RX_RH_32_NEG
      41 R_RX_RH_DIFF
      42 R_RX_RH_GPRELB
      43 R_RX_RH_GPRELW
      44 R_RX_RH_GPRELL
      45 R_RX_RH_RELAX
      65 R_RX_ABS32
      66 R_RX_ABS24S
      67 R_RX_ABS16
      68 R_RX_ABS16U
      69 R_RX_ABS16S
      70 R_RX_ABS8
      71 R_RX_ABS8U
      72 R_RX_ABS8S
      73 R_RX_ABS24S_PCREL
      74 R_RX_ABS16S_PCREL
      75 R_RX_ABS8S_PCREL
      76 R_RX_ABS16UL
      77 R_RX_ABS16UW
      78 R_RX_ABS8UL
      79 R_RX_ABS8UW
      80 R_RX_ABS32_REV
      81 R_RX_ABS16_REV
      128 R_RX_SYM
      129 R_RX_OPneg
      130 R_RX_OPadd
      131 R_RX_OPsub
      132 R_RX_OPmul
      133 R_RX_OPdiv
      134 R_RX_OPshla
      135 R_RX_OPshra
      136 R_RX_OPsctsize
      141 R_RX_OPscttop
      144 R_RX_OPand
      145 R_RX_OPor
      146 R_RX_OPxor
      147 R_RX_OPnot
      148 R_RX_OPmod
      149 R_RX_OPromtop
      150 R_RX_OPramtop
      """;

  private RxRelocations() {}
}
