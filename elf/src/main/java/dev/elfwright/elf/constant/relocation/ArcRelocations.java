package dev.elfwright.elf.constant.relocation;

/**
 * Relocation types of EM_ARC and EM_ARC_COMPACT and EM_ARC_COMPACT2; for the sources see {@code
 * RelocationNames}.
 */
public final class ArcRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_ARC_NONE
      1 R_ARC_8
      2 R_ARC_16
      3 R_ARC_24
      4 R_ARC_32
      5 R_ARC_B26
      6 R_ARC_B22_PCREL
      7 R_ARC_H30
      8 R_ARC_N8
      9 R_ARC_N16
      10 R_ARC_N24
      11 R_ARC_N32
      12 R_ARC_SDA
      13 R_ARC_SECTOFF
      14 R_ARC_S21H_PCREL
      15 R_ARC_S21W_PCREL
      16 R_ARC_S25H_PCREL
      17 R_ARC_S25W_PCREL
      18 R_ARC_SDA32
      19 R_ARC_SDA_LDST
      20 R_ARC_SDA_LDST1
      21 R_ARC_SDA_LDST2
      22 R_ARC_SDA16_LD
      23 R_ARC_SDA16_LD1
      24 R_ARC_SDA16_LD2
      25 R_ARC_S13_PCREL
      26 R_ARC_W
      27 R_ARC_32_ME
      28 R_ARC_N32_ME
      29 R_ARC_SECTOFF_ME
      30 R_ARC_SDA32_ME
      31 R_ARC_W_ME
      32 R_ARC_H30_ME
      33 R_ARC_SECTOFF_U8
      34 R_ARC_SECTOFF_S9
      35 R_AC_SECTOFF_U8
      36 R_AC_SECTOFF_U8_1
      37 R_AC_SECTOFF_U8_2
      38 R_AC_SECTOFF_S9
      39 R_AC_SECTOFF_S9_1
      40 R_AC_SECTOFF_S9_2
      41 R_ARC_SECTOFF_ME_1
      42 R_ARC_SECTOFF_ME_2
      43 R_ARC_SECTOFF_1
      44 R_ARC_SECTOFF_2
      45 R_ARC_SDA_12
      48 R_ARC_SDA16_ST2
      49 R_ARC_32_PCREL
      50 R_ARC_PC32
      51 R_ARC_GOTPC32
      52 R_ARC_PLT32
      53 R_ARC_COPY
      54 R_ARC_GLOB_DAT
      55 R_ARC_JMP_SLOT R_ARC_JUMP_SLOT
      56 R_ARC_RELATIVE
      57 R_ARC_GOTOFF
      58 R_ARC_GOTPC
      59 R_ARC_GOT32
      60 R_ARC_S21W_PCREL_PLT
      61 R_ARC_S25H_PCREL_PLT
      63 R_ARC_JLI_SECTOFF
      66 R_ARC_TLS_DTPMOD
      67 R_ARC_TLS_DTPOFF
      68 R_ARC_TLS_TPOFF
      69 R_ARC_TLS_GD_GOT
      70 R_ARC_TLS_GD_LD
      71 R_ARC_TLS_GD_CALL
      72 R_ARC_TLS_IE_GOT
      73 R_ARC_TLS_DTPOFF_S9
      74 R_ARC_TLS_LE_S9
      75 R_ARC_TLS_LE_32
      76 R_ARC_S25W_PCREL_PLT
      77 R_ARC_S21H_PCREL_PLT
      78 R_ARC_NPS_CMEM16
      105 R_ARC_32_ME_S
      """;

  private ArcRelocations() {}
}
