package dev.elfwright.elf.constant;

import java.util.List;

/** p_flags: gABI, "Program Header". */
public final class SegmentFlag {

  private static final FlagTable NAMES =
      FlagTable.of(
          """
          0x1 X
          0x2 W
          0x4 R
          ARM:
          0x10000000 ARM_SB
          0x20000000 ARM_PI
          0x40000000 ARM_ABS
          IA_64:
          0x80000000 IA_64_NORECOV
          MIPS MIPS_RS3_LE:
          0x10000000 MIPS_LOCAL
          PARISC:
          0x8000000 PARISC_SBP
          PPC:
          0x10000000 PPC_VLE
          SPU:
          0x8000000 OVERLAY
          os HPUX:
          0x100000 HP_PAGE_SIZE
          0x200000 HP_FAR_SHARED
          0x400000 HP_NEAR_SHARED
          0x1000000 HP_CODE
          0x2000000 HP_MODIFY
          0x4000000 HP_LAZYSWAP
          0x8000000 HP_SBP
          """);

  private SegmentFlag() {}

  /**
   * The names without {@code PF_} of what is set, lowest bit first. What has no name comes last, as
   * one number in hexadecimal.
   */
  public static List<String> names(int flags, Abi abi) {
    return NAMES.names(Integer.toUnsignedLong(flags), abi);
  }
}
