package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_68K; for the sources see {@code RelocationNames}. */
public final class M68kRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_68K_NONE
      1 R_68K_32
      2 R_68K_16
      3 R_68K_8
      4 R_68K_PC32
      5 R_68K_PC16
      6 R_68K_PC8
      7 R_68K_GOT32 R_68K_GOTPCREL32
      8 R_68K_GOT16 R_68K_GOTPCREL16
      9 R_68K_GOT8 R_68K_GOTPCREL8
      10 R_68K_GOT32O R_68K_GOTOFF32
      11 R_68K_GOT16O R_68K_GOTOFF16
      12 R_68K_GOT8O R_68K_GOTOFF8
      13 R_68K_PLT32
      14 R_68K_PLT16
      15 R_68K_PLT8
      16 R_68K_PLT32O R_68K_PLTOFF32
      17 R_68K_PLT16O R_68K_PLTOFF16
      18 R_68K_PLT8O R_68K_PLTOFF8
      19 R_68K_COPY
      20 R_68K_GLOB_DAT
      21 R_68K_JMP_SLOT
      22 R_68K_RELATIVE
      23 R_68K_GNU_VTINHERIT
      24 R_68K_GNU_VTENTRY
      25 R_68K_TLS_GD32
      26 R_68K_TLS_GD16
      27 R_68K_TLS_GD8
      28 R_68K_TLS_LDM32
      29 R_68K_TLS_LDM16
      30 R_68K_TLS_LDM8
      31 R_68K_TLS_LDO32
      32 R_68K_TLS_LDO16
      33 R_68K_TLS_LDO8
      34 R_68K_TLS_IE32
      35 R_68K_TLS_IE16
      36 R_68K_TLS_IE8
      37 R_68K_TLS_LE32
      38 R_68K_TLS_LE16
      39 R_68K_TLS_LE8
      40 R_68K_TLS_DTPMOD32
      41 R_68K_TLS_DTPREL32
      42 R_68K_TLS_TPREL32
      """;

  private M68kRelocations() {}
}
