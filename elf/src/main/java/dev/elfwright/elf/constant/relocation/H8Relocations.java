package dev.elfwright.elf.constant.relocation;

/**
 * Relocation types of EM_H8_300 and EM_H8_300H and EM_H8S; for the sources see {@code
 * RelocationNames}.
 */
public final class H8Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_H8_NONE
      1 R_H8_DIR32
      2 R_H8_DIR32_28
      3 R_H8_DIR32_24
      4 R_H8_DIR32_16
      6 R_H8_DIR32U
      7 R_H8_DIR32U_28
      8 R_H8_DIR32U_24
      9 R_H8_DIR32U_20
      10 R_H8_DIR32U_16
      11 R_H8_DIR24
      12 R_H8_DIR24_20
      13 R_H8_DIR24_16
      14 R_H8_DIR24U
      15 R_H8_DIR24U_20
      16 R_H8_DIR24U_16
      17 R_H8_DIR16
      18 R_H8_DIR16U
      19 R_H8_DIR16S_32
      20 R_H8_DIR16S_28
      21 R_H8_DIR16S_24
      22 R_H8_DIR16S_20
      23 R_H8_DIR16S
      24 R_H8_DIR8
      25 R_H8_DIR8U
      26 R_H8_DIR8Z_32
      27 R_H8_DIR8Z_28
      28 R_H8_DIR8Z_24
      29 R_H8_DIR8Z_20
      30 R_H8_DIR8Z_16
      31 R_H8_PCREL16
      32 R_H8_PCREL8
      33 R_H8_BPOS
      59 R_H8_DIR16A8
      60 R_H8_DIR16R8
      61 R_H8_DIR24A8
      62 R_H8_DIR24R8
      63 R_H8_DIR32A16
      64 R_H8_DISP32A16
      65 R_H8_ABS32
      127 R_H8_ABS32A16
      128 R_H8_SYM
      129 R_H8_OPneg
      130 R_H8_OPadd
      131 R_H8_OPsub
      132 R_H8_OPmul
      133 R_H8_OPdiv
      134 R_H8_OPshla
      135 R_H8_OPshra
      136 R_H8_OPsctsize
      137 R_H8_OPhword
      138 R_H8_OPlword
      139 R_H8_OPhigh
      140 R_H8_OPlow
      141 R_H8_OPscttop
      """;

  private H8Relocations() {}
}
