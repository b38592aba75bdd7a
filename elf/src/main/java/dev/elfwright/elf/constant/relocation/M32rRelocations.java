package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_M32R and EM_CYGNUS_M32R; for the sources see {@code RelocationNames}. */
public final class M32rRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_M32R_NONE
      1 R_M32R_16
      2 R_M32R_32
      3 R_M32R_24
      4 R_M32R_10_PCREL
      5 R_M32R_18_PCREL
      6 R_M32R_26_PCREL
      7 R_M32R_HI16_ULO
      8 R_M32R_HI16_SLO
      9 R_M32R_LO16
      10 R_M32R_SDA16
      11 R_M32R_GNU_VTINHERIT
      12 R_M32R_GNU_VTENTRY
      33 R_M32R_16_RELA
      34 R_M32R_32_RELA
      35 R_M32R_24_RELA
      36 R_M32R_10_PCREL_RELA
      37 R_M32R_18_PCREL_RELA
      38 R_M32R_26_PCREL_RELA
      39 R_M32R_HI16_ULO_RELA
      40 R_M32R_HI16_SLO_RELA
      41 R_M32R_LO16_RELA
      42 R_M32R_SDA16_RELA
      43 R_M32R_RELA_GNU_VTINHERIT
      44 R_M32R_RELA_GNU_VTENTRY
      45 R_M32R_REL32
      48 R_M32R_GOT24
      49 R_M32R_26_PLTREL
      50 R_M32R_COPY
      51 R_M32R_GLOB_DAT
      52 R_M32R_JMP_SLOT
      53 R_M32R_RELATIVE
      54 R_M32R_GOTOFF
      55 R_M32R_GOTPC24
      56 R_M32R_GOT16_HI_ULO
      57 R_M32R_GOT16_HI_SLO
      58 R_M32R_GOT16_LO
      59 R_M32R_GOTPC_HI_ULO
      60 R_M32R_GOTPC_HI_SLO
      61 R_M32R_GOTPC_LO
      62 R_M32R_GOTOFF_HI_ULO
      63 R_M32R_GOTOFF_HI_SLO
      64 R_M32R_GOTOFF_LO
      """;

  private M32rRelocations() {}
}
