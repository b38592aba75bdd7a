package dev.elfwright.elf.constant;

import java.util.List;

/** sh_flags: gABI, "Section Header"; the GNU ones from binutils' elf/common.h. */
public final class SectionFlag {

  /** SHF_WRITE. */
  public static final long WRITE = 1;

  /** SHF_ALLOC. */
  public static final long ALLOC = 2;

  /** SHF_EXECINSTR. */
  public static final long EXECINSTR = 4;

  /** SHF_MERGE. */
  public static final long MERGE = 0x10;

  /** SHF_STRINGS. */
  public static final long STRINGS = 0x20;

  /** SHF_INFO_LINK: sh_info is a section index. */
  public static final long INFO_LINK = 0x40;

  /** SHF_LINK_ORDER. */
  public static final long LINK_ORDER = 0x80;

  /** SHF_GROUP. */
  public static final long GROUP = 0x200;

  /** SHF_TLS. */
  public static final long TLS = 0x400;

  /** SHF_COMPRESSED. */
  public static final long COMPRESSED = 0x800;

  private static final FlagTable NAMES =
      FlagTable.of(
          """
          0x1 WRITE
          0x2 ALLOC
          0x4 EXECINSTR
          0x10 MERGE
          0x20 STRINGS
          0x40 INFO_LINK
          0x80 LINK_ORDER
          0x100 OS_NONCONFORMING
          0x200 GROUP
          0x400 TLS
          0x800 COMPRESSED
          0x100000 RELA_LIVEPATCH
          0x200000 GNU_RETAIN RO_AFTER_INIT
          0x1000000 GNU_MBIND
          0x40000000 ORDERED
          0x80000000 EXCLUDE
          AARCH64:
          0x20000000 AARCH64_PURECODE
          ALPHA:
          0x10000000 ALPHA_GPREL
          ALTERA_NIOS2:
          0x10000000 NIOS2_GPREL
          ARM:
          0x10000000 ARM_ENTRYSECT
          0x20000000 ARM_PURECODE
          0x80000000 ARM_COMDEF
          CYGNUS_MEP:
          0x10000000 MEP_VLIW
          HEXAGON:
          0x10000000 HEX_GPREL
          IA_64:
          0x1000000 IA_64_HP_TLS
          0x10000000 IA_64_SHORT
          0x20000000 IA_64_NORECOV
          M32R CYGNUS_M32R:
          0x10000000 M32R_CAN_RELAX
          MCORE:
          0x80000000 MCORE_NOREAD
          MICROBLAZE:
          0x80000000 MICROBLAZE_NOREAD
          MIPS MIPS_RS3_LE:
          0x1000000 MIPS_NODUPE MIPS_NODUPES
          0x2000000 MIPS_NAMES
          0x4000000 MIPS_LOCAL
          0x8000000 MIPS_NOSTRIP
          0x10000000 MIPS_GPREL
          0x20000000 MIPS_MERGE
          0x40000000 MIPS_ADDR
          0x80000000 MIPS_STRINGS MIPS_STRING
          MMIX:
          0x80000000 MMIX_CANRELAX
          NFP:
          0x40000000 NFP_INIT2
          0x80000000 NFP_INIT
          PARISC:
          0x10000000 PARISC_WEAKORDER
          0x20000000 PARISC_SHORT
          0x40000000 PARISC_HUGE
          0x80000000 PARISC_SBP
          PPC:
          0x10000000 PPC_VLE
          SCORE7:
          0x1000000 SCORE_NODUPES
          0x2000000 SCORE_NAMES
          0x4000000 SCORE_LOCAL
          0x8000000 SCORE_NOSTRIP
          0x10000000 SCORE_GPREL
          0x20000000 SCORE_MERGE
          0x40000000 SCORE_ADDR
          0x80000000 SCORE_STRING
          SPARC SPARC32PLUS SPARCV9:
          0x40000000 ORDERED
          V800 V850 CYGNUS_V850:
          0x10000000 V850_GPREL
          0x20000000 V850_EPREL
          0x40000000 V850_R0REL
          0x80000000 RENESAS_ABS
          X86_64 L10M K10M:
          0x10000000 X86_64_LARGE
          os GNU:
          0x200000 GNU_RETAIN
          """);

  private SectionFlag() {}

  /**
   * The names without {@code SHF_} of what is set, lowest bit first. What has no name comes last,
   * as one number in hexadecimal.
   */
  public static List<String> names(long flags, Abi abi) {
    return NAMES.names(flags, abi);
  }
}
