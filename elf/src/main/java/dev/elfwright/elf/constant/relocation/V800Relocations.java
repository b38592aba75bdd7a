package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_V800; for the sources see {@code RelocationNames}. */
public final class V800Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_V800_NONE
      48 R_V810_NONE
      49 R_V810_BYTE
      50 R_V810_HWORD
      51 R_V810_WORD
      52 R_V810_WLO
      53 R_V810_WHI
      54 R_V810_WHI1
      55 R_V810_GPBYTE
      56 R_V810_GPHWORD
      57 R_V810_GPWORD
      58 R_V810_GPWLO
      59 R_V810_GPWHI
      60 R_V810_GPWHI1
      61 R_V850_HWLO
      63 R_V850_EP7BIT
      64 R_V850_EPHBYTE
      65 R_V850_EPWBYTE
      66 R_V850_REGHWLO
      68 R_V850_GPHWLO
      70 R_V850_PCR22
      71 R_V850_BLO
      72 R_V850_EP4BIT
      73 R_V850_EP5BIT
      74 R_V850_REGBLO
      75 R_V850_GPBLO
      76 R_V810_WLO_1
      77 R_V810_GPWLO_1
      78 R_V850_BLO_1
      79 R_V850_HWLO_1
      81 R_V850_GPBLO_1
      82 R_V850_GPHWLO_1
      84 R_V850_EPBLO
      85 R_V850_EPHWLO
      87 R_V850_EPWLO_N
      88 R_V850_PC32
      89 R_V850_W23BIT
      90 R_V850_GPW23BIT
      91 R_V850_EPW23BIT
      92 R_V850_B23BIT
      93 R_V850_GPB23BIT
      94 R_V850_EPB23BIT
      95 R_V850_PC16U
      96 R_V850_PC17
      97 R_V850_DW8
      98 R_V850_GPDW8
      99 R_V850_EPDW8
      100 R_V850_PC9
      101 R_V810_REGBYTE
      102 R_V810_REGHWORD
      103 R_V810_REGWORD
      104 R_V810_REGWLO
      105 R_V810_REGWHI
      106 R_V810_REGWHI1
      107 R_V850_REGW23BIT
      108 R_V850_REGB23BIT
      109 R_V850_REGDW8
      110 R_V810_EPBYTE
      111 R_V810_EPHWORD
      112 R_V810_EPWORD
      113 R_V850_WLO23
      114 R_V850_WORD_E
      115 R_V850_REGWORD_E
      116 R_V850_WORD
      117 R_V850_GPWORD
      118 R_V850_REGWORD
      119 R_V850_EPWORD
      120 R_V810_TPBYTE
      121 R_V810_TPHWORD
      122 R_V810_TPWORD
      123 R_V810_TPWLO
      124 R_V810_TPWHI
      125 R_V810_TPWHI1
      126 R_V850_TPHWLO
      127 R_V850_TPBLO
      128 R_V810_TPWLO_1
      129 R_V850_TPBLO_1
      130 R_V850_TPHWLO_1
      131 R_V850_TP23BIT
      132 R_V850_TPW23BIT
      133 R_V850_TPDW8
      160 R_V810_ABS32
      224 R_V850_SYM
      225 R_V850_OPadd
      226 R_V850_OPsub
      227 R_V850_OPsctsize
      228 R_V850_OPscttop
      """;

  private V800Relocations() {}
}
