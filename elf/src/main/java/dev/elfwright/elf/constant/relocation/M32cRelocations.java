package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_M32C_OLD and EM_M32C; for the sources see {@code RelocationNames}. */
public final class M32cRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_M32C_NONE
      1 R_M32C_16
      2 R_M32C_24
      3 R_M32C_32
      4 R_M32C_8_PCREL
      5 R_M32C_16_PCREL
      6 R_M32C_8
      7 R_M32C_LO16
      8 R_M32C_HI8
      9 R_M32C_HI16
      10 R_M32C_RL_JUMP
      11 R_M32C_RL_1ADDR
      12 R_M32C_RL_2ADDR
      """;

  private M32cRelocations() {}
}
