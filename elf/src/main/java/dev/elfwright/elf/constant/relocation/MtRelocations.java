package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_MT; for the sources see {@code RelocationNames}. */
public final class MtRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_MT_NONE
      1 R_MT_16
      2 R_MT_32
      3 R_MT_32_PCREL
      4 R_MT_PC16
      5 R_MT_HI16
      6 R_MT_LO16
      """;

  private MtRelocations() {}
}
