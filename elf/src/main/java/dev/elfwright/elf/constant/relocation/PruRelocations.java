package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_TI_PRU; for the sources see {@code RelocationNames}. */
public final class PruRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_PRU_NONE
      5 R_PRU_16_PMEM
      6 R_PRU_U16_PMEMIMM
      8 R_PRU_BFD_RELOC_16
      9 R_PRU_U16
      10 R_PRU_32_PMEM
      11 R_PRU_BFD_RELOC_32
      14 R_PRU_S10_PCREL
      15 R_PRU_U8_PCREL
      18 R_PRU_LDI32
      64 R_PRU_GNU_BFD_RELOC_8
      65 R_PRU_GNU_DIFF8
      66 R_PRU_GNU_DIFF16
      67 R_PRU_GNU_DIFF32
      68 R_PRU_GNU_DIFF16_PMEM
      69 R_PRU_GNU_DIFF32_PMEM
      70 R_PRU_ILLEGAL
      """;

  private PruRelocations() {}
}
