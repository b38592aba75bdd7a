package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_RCE; for the sources see {@code RelocationNames}. */
public final class McoreRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_MCORE_NONE
      1 R_MCORE_ADDR32
      2 R_MCORE_PCRELIMM8BY4
      3 R_MCORE_PCRELIMM11BY2
      4 R_MCORE_PCRELIMM4BY2
      5 R_MCORE_PCREL32
      6 R_MCORE_PCRELJSR_IMM11BY2
      7 R_MCORE_GNU_VTINHERIT
      8 R_MCORE_GNU_VTENTRY
      9 R_MCORE_RELATIVE
      10 R_MCORE_COPY
      11 R_MCORE_GLOB_DAT
      12 R_MCORE_JUMP_SLOT
      """;

  private McoreRelocations() {}
}
