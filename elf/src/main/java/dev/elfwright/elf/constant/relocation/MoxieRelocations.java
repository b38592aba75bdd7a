package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_MOXIE; for the sources see {@code RelocationNames}. */
public final class MoxieRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_MOXIE_NONE
      1 R_MOXIE_32
      2 R_MOXIE_PCREL10
      """;

  private MoxieRelocations() {}
}
