package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/** Special section indices of symbols: gABI, "Sections"; the processors' own from their psABIs. */
public final class SectionIndex {

  /** SHN_UNDEF: not defined here. */
  public static final int UNDEF = 0;

  /** SHN_LORESERVE: special values begin here. */
  public static final int LORESERVE = 0xff00;

  /** SHN_ABS: the value is no address. */
  public static final int ABS = 0xfff1;

  /** SHN_COMMON: the value is an alignment. */
  public static final int COMMON = 0xfff2;

  /** SHN_XINDEX: the index stands in SHT_SYMTAB_SHNDX. */
  public static final int XINDEX = 0xffff;

  private static final NameTable NAMES =
      NameTable.of(
          """
          0 UNDEF
          0xff00 BEFORE
          0xff01 AFTER
          0xff20 LIVEPATCH
          0xfff1 ABS
          0xfff2 COMMON
          0xffff XINDEX
          AMDGPU:
          0xff00 AMDGPU_LDS
          HEXAGON:
          0xff00 HEXAGON_SCOMMON
          0xff01 HEXAGON_SCOMMON_1
          0xff02 HEXAGON_SCOMMON_2
          0xff03 HEXAGON_SCOMMON_4
          0xff04 HEXAGON_SCOMMON_8
          IA_64:
          0xff00 IA_64_ANSI_COMMON
          MIPS MIPS_RS3_LE:
          0xff00 MIPS_ACOMMON
          0xff01 MIPS_TEXT
          0xff02 MIPS_DATA
          0xff03 MIPS_SCOMMON
          0xff04 MIPS_SUNDEFINED
          PARISC:
          0xff00 PARISC_ANSI_COMMON
          0xff01 PARISC_HUGE_COMMON
          TI_C6000:
          0xff00 TIC6X_SCOMMON
          X86_64 L10M K10M:
          0xff02 X86_64_LCOMMON
          """);

  private SectionIndex() {}

  /** The name without {@code SHN_}, or the number in hexadecimal. */
  public static String name(int value, Abi abi) {
    return NAMES.name(Integer.toUnsignedLong(value), abi);
  }

  /** The number of a name as {@link #name} gives it, or of another name for the same. */
  public static OptionalLong number(String name, Abi abi) {
    return NAMES.number(name, abi);
  }
}
