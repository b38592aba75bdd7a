package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_Z80; for the sources see {@code RelocationNames}. */
public final class Z80Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_Z80_NONE
      1 R_Z80_8
      2 R_Z80_8_DIS
      3 R_Z80_8_PCREL
      4 R_Z80_16
      5 R_Z80_24
      6 R_Z80_32
      7 R_Z80_BYTE0
      8 R_Z80_BYTE1
      9 R_Z80_BYTE2
      10 R_Z80_BYTE3
      11 R_Z80_WORD0
      12 R_Z80_WORD1
      13 R_Z80_16_BE
      """;

  private Z80Relocations() {}
}
