package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_IP2K and EM_IP2K_OLD; for the sources see {@code RelocationNames}. */
public final class Ip2kRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_IP2K_NONE
      1 R_IP2K_16
      2 R_IP2K_32
      3 R_IP2K_FR9
      4 R_IP2K_BANK
      5 R_IP2K_ADDR16CJP
      6 R_IP2K_PAGE3
      7 R_IP2K_LO8DATA
      8 R_IP2K_HI8DATA
      9 R_IP2K_LO8INSN
      10 R_IP2K_HI8INSN
      11 R_IP2K_PC_SKIP
      12 R_IP2K_TEXT
      13 R_IP2K_FR_OFFSET
      14 R_IP2K_EX8DATA
      """;

  private Ip2kRelocations() {}
}
