package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_68HC11 and EM_68HC12; for the sources see {@code RelocationNames}. */
public final class M68hc11Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_M68HC11_NONE
      1 R_M68HC11_8
      2 R_M68HC11_HI8
      3 R_M68HC11_LO8
      4 R_M68HC11_PCREL_8
      5 R_M68HC11_16
      6 R_M68HC11_32
      7 R_M68HC11_3B
      8 R_M68HC11_PCREL_16
      9 R_M68HC11_GNU_VTINHERIT
      10 R_M68HC11_GNU_VTENTRY
      11 R_M68HC11_24
      12 R_M68HC11_LO16
      13 R_M68HC11_PAGE
      15 R_M68HC12_16B
      16 R_M68HC12_PCREL_9
      17 R_M68HC12_PCREL_10
      18 R_M68HC12_HI8XG
      19 R_M68HC12_LO8XG
      20 R_M68HC11_RL_JUMP
      21 R_M68HC11_RL_GROUP
      """;

  private M68hc11Relocations() {}
}
