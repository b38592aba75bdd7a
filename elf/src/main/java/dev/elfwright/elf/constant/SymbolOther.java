package dev.elfwright.elf.constant;

import java.util.List;

/** The bits of st_other above the visibility: psABIs. */
public final class SymbolOther {

  private static final FlagTable NAMES =
      FlagTable.of(
          """
          AARCH64:
          0x80 AARCH64_VARIANT_PCS
          ALPHA:
          0x88/0x80 ALPHA_NOPV
          0x88 ALPHA_STD_GPLOAD
          RISCV:
          0x80 RISCV_VARIANT_CC
          PPC64:
          0xe0/0x20 LOCAL_ENTRY_1
          0xe0/0x40 LOCAL_ENTRY_4
          0xe0/0x60 LOCAL_ENTRY_8
          0xe0/0x80 LOCAL_ENTRY_16
          0xe0/0xa0 LOCAL_ENTRY_32
          0xe0/0xc0 LOCAL_ENTRY_64
          0xe0/0xe0 LOCAL_ENTRY_RESERVED
          MIPS MIPS_RS3_LE:
          0x4 MIPS_OPTIONAL
          0x8 MIPS_PLT
          0x20 MIPS_PIC
          0xc0/0x80 MIPS_MICROMIPS
          0xf0 MIPS_MIPS16
          68HC11 68HC12:
          0x40 M68HC12_INTERRUPT
          0x80 M68HC12_FAR
          """);

  private SymbolOther() {}

  /**
   * The names without {@code STO_} of what is set, lowest bit first. What has no name comes last,
   * as one number in hexadecimal.
   */
  public static List<String> names(int flags, Abi abi) {
    return NAMES.names(Integer.toUnsignedLong(flags), abi);
  }
}
