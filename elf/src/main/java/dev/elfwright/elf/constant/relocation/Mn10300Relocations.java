package dev.elfwright.elf.constant.relocation;

/**
 * Relocation types of EM_MN10300 and EM_CYGNUS_MN10300; for the sources see {@code
 * RelocationNames}.
 */
public final class Mn10300Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_MN10300_NONE
      1 R_MN10300_32
      2 R_MN10300_16
      3 R_MN10300_8
      4 R_MN10300_PCREL32
      5 R_MN10300_PCREL16
      6 R_MN10300_PCREL8
      7 R_MN10300_GNU_VTINHERIT
      8 R_MN10300_GNU_VTENTRY
      9 R_MN10300_24
      10 R_MN10300_GOTPC32
      11 R_MN10300_GOTPC16
      12 R_MN10300_GOTOFF32
      13 R_MN10300_GOTOFF24
      14 R_MN10300_GOTOFF16
      15 R_MN10300_PLT32
      16 R_MN10300_PLT16
      17 R_MN10300_GOT32
      18 R_MN10300_GOT24
      19 R_MN10300_GOT16
      20 R_MN10300_COPY
      21 R_MN10300_GLOB_DAT
      22 R_MN10300_JMP_SLOT
      23 R_MN10300_RELATIVE
      24 R_MN10300_TLS_GD
      25 R_MN10300_TLS_LD
      26 R_MN10300_TLS_LDO
      27 R_MN10300_TLS_GOTIE
      28 R_MN10300_TLS_IE
      29 R_MN10300_TLS_LE
      30 R_MN10300_TLS_DTPMOD
      31 R_MN10300_TLS_DTPOFF
      32 R_MN10300_TLS_TPOFF
      33 R_MN10300_SYM_DIFF
      34 R_MN10300_ALIGN
      """;

  private Mn10300Relocations() {}
}
