package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_METAG; for the sources see {@code RelocationNames}. */
public final class MetagRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_METAG_HIADDR16
      1 R_METAG_LOADDR16
      2 R_METAG_ADDR32
      3 R_METAG_NONE
      4 R_METAG_RELBRANCH
      5 R_METAG_GETSETOFF
      6 R_METAG_REG32OP1
      7 R_METAG_REG32OP2
      8 R_METAG_REG32OP3
      9 R_METAG_REG16OP1
      10 R_METAG_REG16OP2
      11 R_METAG_REG16OP3
      12 R_METAG_REG32OP4
      13 R_METAG_HIOG
      14 R_METAG_LOOG
      15 R_METAG_REL8
      16 R_METAG_REL16
      30 R_METAG_GNU_VTINHERIT
      31 R_METAG_GNU_VTENTRY
      32 R_METAG_HI16_GOTOFF
      33 R_METAG_LO16_GOTOFF
      34 R_METAG_GETSET_GOTOFF
      35 R_METAG_GETSET_GOT
      36 R_METAG_HI16_GOTPC
      37 R_METAG_LO16_GOTPC
      38 R_METAG_HI16_PLT
      39 R_METAG_LO16_PLT
      40 R_METAG_RELBRANCH_PLT
      41 R_METAG_GOTOFF
      42 R_METAG_PLT
      43 R_METAG_COPY
      44 R_METAG_JMP_SLOT
      45 R_METAG_RELATIVE
      46 R_METAG_GLOB_DAT
      47 R_METAG_TLS_GD
      48 R_METAG_TLS_LDM
      49 R_METAG_TLS_LDO_HI16
      50 R_METAG_TLS_LDO_LO16
      51 R_METAG_TLS_LDO
      52 R_METAG_TLS_IE
      53 R_METAG_TLS_IENONPIC
      54 R_METAG_TLS_IENONPIC_HI16
      55 R_METAG_TLS_IENONPIC_LO16
      56 R_METAG_TLS_TPOFF
      57 R_METAG_TLS_DTPMOD
      58 R_METAG_TLS_DTPOFF
      59 R_METAG_TLS_LE
      60 R_METAG_TLS_LE_HI16
      61 R_METAG_TLS_LE_LO16
      """;

  private MetagRelocations() {}
}
