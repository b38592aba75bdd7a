package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_BLACKFIN; for the sources see {@code RelocationNames}. */
public final class BfinRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_BFIN_UNUSED0
      1 R_BFIN_PCREL5M2
      2 R_BFIN_UNUSED1
      3 R_BFIN_PCREL10
      4 R_BFIN_PCREL12_JUMP
      5 R_BFIN_RIMM16
      6 R_BFIN_LUIMM16
      7 R_BFIN_HUIMM16
      8 R_BFIN_PCREL12_JUMP_S
      9 R_BFIN_PCREL24_JUMP_X
      10 R_BFIN_PCREL24
      11 R_BFIN_UNUSEDB
      12 R_BFIN_UNUSEDC
      13 R_BFIN_PCREL24_JUMP_L
      14 R_BFIN_PCREL24_CALL_X
      15 R_BFIN_VAR_EQ_SYMB
      16 R_BFIN_BYTE_DATA
      17 R_BFIN_BYTE2_DATA
      18 R_BFIN_BYTE4_DATA
      19 R_BFIN_PCREL11
      20 R_BFIN_GOT17M4
      21 R_BFIN_GOTHI
      22 R_BFIN_GOTLO
      23 R_BFIN_FUNCDESC
      24 R_BFIN_FUNCDESC_GOT17M4
      25 R_BFIN_FUNCDESC_GOTHI
      26 R_BFIN_FUNCDESC_GOTLO
      27 R_BFIN_FUNCDESC_VALUE
      28 R_BFIN_FUNCDESC_GOTOFF17M4
      29 R_BFIN_FUNCDESC_GOTOFFHI
      30 R_BFIN_FUNCDESC_GOTOFFLO
      31 R_BFIN_GOTOFF17M4
      32 R_BFIN_GOTOFFHI
      33 R_BFIN_GOTOFFLO
      64 R_BFIN_PLTPC
      65 R_BFIN_GOT
      66 R_BFIN_GNU_VTINHERIT
      67 R_BFIN_GNU_VTENTRY
      224 R_BFIN_PUSH
      225 R_BFIN_CONST
      226 R_BFIN_ADD
      227 R_BFIN_SUB
      228 R_BFIN_MULT
      229 R_BFIN_DIV
      230 R_BFIN_MOD
      231 R_BFIN_LSHIFT
      232 R_BFIN_RSHIFT
      233 R_BFIN_AND
      234 R_BFIN_OR
      235 R_BFIN_XOR
      236 R_BFIN_LAND
      237 R_BFIN_LOR
      238 R_BFIN_LEN
      239 R_BFIN_NEG
      240 R_BFIN_COMP
      241 R_BFIN_PAGE
      242 R_BFIN_HWPAGE
      243 R_BFIN_ADDR
      """;

  private BfinRelocations() {}
}
