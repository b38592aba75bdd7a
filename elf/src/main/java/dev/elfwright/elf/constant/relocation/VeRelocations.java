package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_VE; for the sources see {@code RelocationNames}. */
public final class VeRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_VE_NONE
      1 R_VE_REFLONG
      2 R_VE_REFQUAD
      3 R_VE_SREL32
      4 R_VE_HI32
      5 R_VE_LO32
      6 R_VE_PC_HI32
      7 R_VE_PC_LO32
      8 R_VE_GOT32
      9 R_VE_GOT_HI32
      10 R_VE_GOT_LO32
      11 R_VE_GOTOFF32
      12 R_VE_GOTOFF_HI32
      13 R_VE_GOTOFF_LO32
      14 R_VE_PLT32
      15 R_VE_PLT_HI32
      16 R_VE_PLT_LO32
      17 R_VE_RELATIVE
      18 R_VE_GLOB_DAT
      19 R_VE_JUMP_SLOT
      20 R_VE_COPY
      22 R_VE_DTPMOD64
      23 R_VE_DTPOFF64
      24 R_VE_TPOFF64
      25 R_VE_TLS_GD_HI32
      26 R_VE_TLS_GD_LO32
      27 R_VE_TLS_LD_HI32
      28 R_VE_TLS_LD_LO32
      29 R_VE_DTPOFF32
      30 R_VE_TLS_IE_HI32
      31 R_VE_TLS_IE_LO32
      32 R_VE_TPOFF_HI32
      33 R_VE_TPOFF_LO32
      34 R_VE_TPOFF32
      35 R_VE_CALL_HI32
      36 R_VE_CALL_LO32
      """;

  private VeRelocations() {}
}
