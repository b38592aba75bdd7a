package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_CRIS; for the sources see {@code RelocationNames}. */
public final class CrisRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_CRIS_NONE
      1 R_CRIS_8
      2 R_CRIS_16
      3 R_CRIS_32
      4 R_CRIS_8_PCREL
      5 R_CRIS_16_PCREL
      6 R_CRIS_32_PCREL
      7 R_CRIS_GNU_VTINHERIT
      8 R_CRIS_GNU_VTENTRY
      9 R_CRIS_COPY
      10 R_CRIS_GLOB_DAT
      11 R_CRIS_JUMP_SLOT
      12 R_CRIS_RELATIVE
      13 R_CRIS_16_GOT
      14 R_CRIS_32_GOT
      15 R_CRIS_16_GOTPLT
      16 R_CRIS_32_GOTPLT
      17 R_CRIS_32_GOTREL
      18 R_CRIS_32_PLT_GOTREL
      19 R_CRIS_32_PLT_PCREL
      20 R_CRIS_32_GOT_GD
      21 R_CRIS_16_GOT_GD
      22 R_CRIS_32_GD
      23 R_CRIS_DTP
      24 R_CRIS_32_DTPREL
      25 R_CRIS_16_DTPREL
      26 R_CRIS_32_GOT_TPREL
      27 R_CRIS_16_GOT_TPREL
      28 R_CRIS_32_TPREL
      29 R_CRIS_16_TPREL
      30 R_CRIS_DTPMOD
      31 R_CRIS_32_IE
      """;

  private CrisRelocations() {}
}
