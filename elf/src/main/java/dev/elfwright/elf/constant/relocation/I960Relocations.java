package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_960; for the sources see {@code RelocationNames}. */
public final class I960Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_960_NONE
      1 R_960_12
      2 R_960_32
      3 R_960_IP24
      4 R_960_SUB
      5 R_960_OPTCALL
      6 R_960_OPTCALLX
      7 R_960_OPTCALLXA
      """;

  private I960Relocations() {}
}
