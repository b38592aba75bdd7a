package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_ALTERA_NIOS2; for the sources see {@code RelocationNames}. */
public final class Nios2Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_NIOS2_NONE
      1 R_NIOS2_S16
      2 R_NIOS2_U16
      3 R_NIOS2_PCREL16
      4 R_NIOS2_CALL26
      5 R_NIOS2_IMM5
      6 R_NIOS2_CACHE_OPX
      7 R_NIOS2_IMM6
      8 R_NIOS2_IMM8
      9 R_NIOS2_HI16
      10 R_NIOS2_LO16
      11 R_NIOS2_HIADJ16
      12 R_NIOS2_BFD_RELOC_32
      13 R_NIOS2_BFD_RELOC_16
      14 R_NIOS2_BFD_RELOC_8
      15 R_NIOS2_GPREL
      16 R_NIOS2_GNU_VTINHERIT
      17 R_NIOS2_GNU_VTENTRY
      18 R_NIOS2_UJMP
      19 R_NIOS2_CJMP
      20 R_NIOS2_CALLR
      21 R_NIOS2_ALIGN
      22 R_NIOS2_GOT16
      23 R_NIOS2_CALL16
      24 R_NIOS2_GOTOFF_LO
      25 R_NIOS2_GOTOFF_HA
      26 R_NIOS2_PCREL_LO
      27 R_NIOS2_PCREL_HA
      28 R_NIOS2_TLS_GD16
      29 R_NIOS2_TLS_LDM16
      30 R_NIOS2_TLS_LDO16
      31 R_NIOS2_TLS_IE16
      32 R_NIOS2_TLS_LE16
      33 R_NIOS2_TLS_DTPMOD
      34 R_NIOS2_TLS_DTPREL
      35 R_NIOS2_TLS_TPREL
      36 R_NIOS2_COPY
      37 R_NIOS2_GLOB_DAT
      38 R_NIOS2_JUMP_SLOT
      39 R_NIOS2_RELATIVE
      40 R_NIOS2_GOTOFF
      41 R_NIOS2_CALL26_NOAT
      42 R_NIOS2_GOT_LO
      43 R_NIOS2_GOT_HA
      44 R_NIOS2_CALL_LO
      45 R_NIOS2_CALL_HA
      64 R_NIOS2_R2_S12
      65 R_NIOS2_R2_I10_1_PCREL
      66 R_NIOS2_R2_T1I7_1_PCREL
      67 R_NIOS2_R2_T1I7_2
      68 R_NIOS2_R2_T2I4
      69 R_NIOS2_R2_T2I4_1
      70 R_NIOS2_R2_T2I4_2
      71 R_NIOS2_R2_X1I7_2
      72 R_NIOS2_R2_X2L5
      73 R_NIOS2_R2_F1I5_2
      74 R_NIOS2_R2_L5I4X1
      75 R_NIOS2_R2_T1X1I6
      76 R_NIOS2_R2_T1X1I6_2
      77 R_NIOS2_ILLEGAL
      """;

  private Nios2Relocations() {}
}
