package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/** Types of the auxiliary vector: kernel include/uapi/linux/auxvec.h and asm/auxvec.h. */
public final class AuxiliaryType {

  private static final NameTable NAMES =
      NameTable.of(
          """
          0 NULL
          1 IGNORE
          2 EXECFD
          3 PHDR
          4 PHENT
          5 PHNUM
          6 PAGESZ
          7 BASE
          8 FLAGS
          9 ENTRY
          10 NOTELF
          11 UID
          12 EUID
          13 GID
          14 EGID
          15 PLATFORM
          16 HWCAP
          17 CLKTCK
          18 FPUCW
          19 DCACHEBSIZE
          20 ICACHEBSIZE
          21 UCACHEBSIZE
          22 IGNOREPPC
          23 SECURE
          24 BASE_PLATFORM
          25 RANDOM
          26 HWCAP2
          27 RSEQ_FEATURE_SIZE
          28 RSEQ_ALIGN
          29 HWCAP3
          30 HWCAP4
          31 EXECFN
          32 SYSINFO
          33 SYSINFO_EHDR
          34 L1I_CACHESHAPE
          35 L1D_CACHESHAPE
          36 L2_CACHESHAPE
          37 L3_CACHESHAPE
          40 L1I_CACHESIZE
          41 L1I_CACHEGEOMETRY
          42 L1D_CACHESIZE
          43 L1D_CACHEGEOMETRY
          44 L2_CACHESIZE
          45 L2_CACHEGEOMETRY
          46 L3_CACHESIZE
          47 L3_CACHEGEOMETRY
          48 ADI_BLKSZ
          49 ADI_NBITS
          50 ADI_UEONADI
          51 MINSIGSTKSZ
          """);

  private AuxiliaryType() {}

  /** The name without {@code AT_}, or the number in hexadecimal. */
  public static String name(long value, Abi abi) {
    return NAMES.name(value, abi);
  }

  /** The number of a name as {@link #name} gives it, or of another name for the same. */
  public static OptionalLong number(String name, Abi abi) {
    return NAMES.number(name, abi);
  }
}
