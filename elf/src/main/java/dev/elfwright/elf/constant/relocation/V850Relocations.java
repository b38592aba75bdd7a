package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_V850 and EM_CYGNUS_V850; for the sources see {@code RelocationNames}. */
public final class V850Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_V850_NONE
      1 R_V850_9_PCREL
      2 R_V850_22_PCREL
      3 R_V850_HI16_S
      4 R_V850_HI16
      5 R_V850_LO16
      6 R_V850_ABS32
      7 R_V850_16
      8 R_V850_8
      9 R_V850_SDA_16_16_OFFSET
      10 R_V850_SDA_15_16_OFFSET
      11 R_V850_ZDA_16_16_OFFSET
      12 R_V850_ZDA_15_16_OFFSET
      13 R_V850_TDA_6_8_OFFSET
      14 R_V850_TDA_7_8_OFFSET
      15 R_V850_TDA_7_7_OFFSET
      16 R_V850_TDA_16_16_OFFSET
      17 R_V850_TDA_4_5_OFFSET
      18 R_V850_TDA_4_4_OFFSET
      19 R_V850_SDA_16_16_SPLIT_OFFSET
      20 R_V850_ZDA_16_16_SPLIT_OFFSET
      21 R_V850_CALLT_6_7_OFFSET
      22 R_V850_CALLT_16_16_OFFSET
      23 R_V850_GNU_VTINHERIT
      24 R_V850_GNU_VTENTRY
      25 R_V850_LONGCALL
      26 R_V850_LONGJUMP
      27 R_V850_ALIGN
      28 R_V850_REL32
      29 R_V850_LO16_SPLIT_OFFSET
      30 R_V850_16_PCREL
      31 R_V850_17_PCREL
      32 R_V850_23
      33 R_V850_32_PCREL
      34 R_V850_32_ABS
      35 R_V850_16_SPLIT_OFFSET
      36 R_V850_16_S1
      37 R_V850_LO16_S1
      38 R_V850_CALLT_15_16_OFFSET
      39 R_V850_32_GOTPCREL
      40 R_V850_16_GOT
      41 R_V850_32_GOT
      42 R_V850_22_PLT
      43 R_V850_32_PLT
      44 R_V850_COPY
      45 R_V850_GLOB_DAT
      46 R_V850_JMP_SLOT
      47 R_V850_RELATIVE
      48 R_V850_16_GOTOFF
      49 R_V850_32_GOTOFF
      50 R_V850_CODE
      51 R_V850_DATA
      """;

  private V850Relocations() {}
}
