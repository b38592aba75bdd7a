package dev.elfwright.elf.constant;

import java.util.List;

/**
 * Bits in the values of dynamic tags: DT_FLAGS (gABI, "Dynamic Section"), DT_FLAGS_1, DT_POSFLAG_1
 * and DT_FEATURE_1 (Solaris Linker and Libraries Guide), DT_GNU_FLAGS_1 (binutils' elf/common.h),
 * DT_MIPS_FLAGS (MIPS psABI).
 */
public final class DynamicFlag {

  private static final FlagTable FLAGS =
      FlagTable.of(
          """
          0x1 ORIGIN
          0x2 SYMBOLIC
          0x4 TEXTREL
          0x8 BIND_NOW
          0x10 STATIC_TLS
          """);
  private static final FlagTable FLAGS_1 =
      FlagTable.of(
          """
          0x1 NOW
          0x2 GLOBAL
          0x4 GROUP
          0x8 NODELETE
          0x10 LOADFLTR
          0x20 INITFIRST
          0x40 NOOPEN
          0x80 ORIGIN
          0x100 DIRECT
          0x200 TRANS
          0x400 INTERPOSE
          0x800 NODEFLIB
          0x1000 NODUMP
          0x2000 CONFALT
          0x4000 ENDFILTEE
          0x8000 DISPRELDNE
          0x10000 DISPRELPND
          0x20000 NODIRECT
          0x40000 IGNMULDEF
          0x80000 NOKSYMS
          0x100000 NOHDR
          0x200000 EDITED
          0x400000 NORELOC
          0x800000 SYMINTPOSE
          0x1000000 GLOBAUDIT
          0x2000000 SINGLETON
          0x4000000 STUB
          0x8000000 PIE
          0x10000000 KMOD
          0x20000000 WEAKFILTER
          0x40000000 NOCOMMON
          """);
  private static final FlagTable POSFLAG_1 = FlagTable.of("1 LAZYLOAD\n2 GROUPPERM");
  private static final FlagTable FEATURE_1 = FlagTable.of("1 PARINIT\n2 CONFEXP");
  private static final FlagTable GNU_FLAGS_1 = FlagTable.of("1 UNIQUE");
  private static final FlagTable MIPS_FLAGS =
      FlagTable.of(
          """
          0x1 QUICKSTART
          0x2 NOTPOT
          0x4 NO_LIBRARY_REPLACEMENT
          0x8 NO_MOVE
          0x10 SGI_ONLY
          0x20 GUARANTEE_INIT
          0x40 DELTA_C_PLUS_PLUS
          0x80 GUARANTEE_START_INIT
          0x100 PIXIE
          0x200 DEFAULT_DELAY_LOAD
          0x400 REQUICKSTART
          0x800 REQUICKSTARTED
          0x1000 CORD
          0x2000 NO_UNRES_UNDEF
          0x4000 RLD_ORDER_SAFE
          """);
  private static final FlagTable NONE = FlagTable.of("");

  private DynamicFlag() {}

  /**
   * The names of what is set in the value of such a tag, without {@code DF_} and the like, lowest
   * bit first. What has no name comes last, as one number in hexadecimal.
   *
   * @param tag see {@link DynamicTag}
   */
  public static List<String> names(long tag, long value, Abi abi) {
    return table(DynamicTag.name(tag, abi)).names(value, abi);
  }

  private static FlagTable table(String tag) {
    return switch (tag) {
      case "FLAGS" -> FLAGS;
      case "FLAGS_1" -> FLAGS_1;
      case "POSFLAG_1" -> POSFLAG_1;
      case "FEATURE_1" -> FEATURE_1;
      case "GNU_FLAGS_1" -> GNU_FLAGS_1;
      case "MIPS_FLAGS" -> MIPS_FLAGS;
      default -> NONE;
    };
  }
}
