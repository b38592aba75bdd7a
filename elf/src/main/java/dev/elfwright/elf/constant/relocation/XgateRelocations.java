package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_XGATE; for the sources see {@code RelocationNames}. */
public final class XgateRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_XGATE_NONE
      1 R_XGATE_8
      2 R_XGATE_PCREL_8
      3 R_XGATE_16
      4 R_XGATE_32
      5 R_XGATE_PCREL_16
      6 R_XGATE_GNU_VTINHERIT
      7 R_XGATE_GNU_VTENTRY
      8 R_XGATE_24
      9 R_XGATE_LO16
      10 R_XGATE_GPAGE
      11 R_XGATE_PCREL_9
      12 R_XGATE_PCREL_10
      13 R_XGATE_IMM8_LO
      14 R_XGATE_IMM8_HI
      15 R_XGATE_IMM3
      16 R_XGATE_IMM4
      17 R_XGATE_IMM5
      18 R_XGATE_RL_JUMP
      19 R_XGATE_RL_GROUP
      """;

  private XgateRelocations() {}
}
