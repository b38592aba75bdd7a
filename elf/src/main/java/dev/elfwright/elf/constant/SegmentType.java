package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/** Segment types: gABI, "Program Header"; the GNU ones from binutils' elf/common.h. */
public final class SegmentType {
  private static final NameTable NAMES =
      NameTable.of(
          """
          0 NULL
          1 LOAD
          2 DYNAMIC
          3 INTERP
          4 NOTE
          5 SHLIB
          6 PHDR
          7 TLS
          0x6464e550 SUNW_UNWIND
          0x6474e550 GNU_EH_FRAME SUNW_EH_FRAME
          0x6474e551 GNU_STACK
          0x6474e552 GNU_RELRO
          0x6474e553 GNU_PROPERTY
          0x6474e554 GNU_SFRAME
          0x65a3dbe5 OPENBSD_MUTABLE
          0x65a3dbe6 OPENBSD_RANDOMIZE
          0x65a3dbe7 OPENBSD_WXNEEDED
          0x65a3dbe8 OPENBSD_NOBTCFI
          0x65a3dbe9 OPENBSD_SYSCALLS
          0x65a41be6 OPENBSD_BOOTDATA
          0x6ffffffa SUNWBSS
          0x6ffffffb SUNWSTACK
          AARCH64:
          0x70000000 AARCH64_ARCHEXT
          0x70000001 AARCH64_UNWIND
          0x70000002 AARCH64_MEMTAG_MTE
          ARM:
          0x70000000 ARM_ARCHEXT
          0x70000001 ARM_EXIDX ARM_UNWIND
          IA_64:
          0x60000012 IA_64_HP_OPT_ANOT
          0x60000013 IA_64_HP_HSL_ANOT
          0x60000014 IA_64_HP_STACK
          0x70000000 IA_64_ARCHEXT
          0x70000001 IA_64_UNWIND
          MIPS MIPS_RS3_LE:
          0x70000000 MIPS_REGINFO
          0x70000001 MIPS_RTPROC
          0x70000002 MIPS_OPTIONS
          0x70000003 MIPS_ABIFLAGS
          PARISC:
          0x70000000 PARISC_ARCHEXT
          0x70000001 PARISC_UNWIND
          0x70000002 PARISC_WEAKORDER
          RISCV:
          0x70000003 RISCV_ATTRIBUTES
          S390:
          0x70000000 S390_PGSTE
          SPU:
          0x70000000 SPU_INFO
          TI_C6000:
          0x70000000 C6000_PHATTR
          os HPUX:
          0x60000000 HP_TLS
          0x60000001 HP_CORE_NONE
          0x60000002 HP_CORE_VERSION
          0x60000003 HP_CORE_KERNEL
          0x60000004 HP_CORE_COMM
          0x60000005 HP_CORE_PROC
          0x60000006 HP_CORE_LOADABLE
          0x60000007 HP_CORE_STACK
          0x60000008 HP_CORE_SHM
          0x60000009 HP_CORE_MMF
          0x60000010 HP_PARALLEL
          0x60000011 HP_FASTBIND
          0x60000012 HP_OPT_ANNOT
          0x60000013 HP_HSL_ANNOT
          0x60000014 HP_STACK
          0x60000015 HP_CORE_UTSNAME
          """);

  /** PT_NULL. */
  public static final int NULL = 0;

  /** PT_LOAD. */
  public static final int LOAD = 1;

  /** PT_DYNAMIC. */
  public static final int DYNAMIC = 2;

  /** PT_INTERP. */
  public static final int INTERP = 3;

  /** PT_NOTE. */
  public static final int NOTE = 4;

  /** PT_SHLIB. */
  public static final int SHLIB = 5;

  /** PT_PHDR. */
  public static final int PHDR = 6;

  /** PT_TLS. */
  public static final int TLS = 7;

  /** PT_GNU_EH_FRAME. */
  public static final int GNU_EH_FRAME = 0x6474e550;

  /** PT_GNU_STACK. */
  public static final int GNU_STACK = 0x6474e551;

  /** PT_GNU_RELRO. */
  public static final int GNU_RELRO = 0x6474e552;

  /** PT_GNU_PROPERTY. */
  public static final int GNU_PROPERTY = 0x6474e553;

  /** PT_GNU_SFRAME. */
  public static final int GNU_SFRAME = 0x6474e554;

  private SegmentType() {}

  /** The name without {@code PT_}, or the number in hexadecimal. */
  public static String name(int value) {
    return name(value, Abi.ANY);
  }

  /** The same for a file of this processor and system, whose own numbers are known too. */
  public static String name(int value, Abi abi) {
    return NAMES.name(Integer.toUnsignedLong(value), abi);
  }

  /** The number of a name as {@link #name} gives it, or of another name for the same. */
  public static OptionalLong number(String name, Abi abi) {
    return NAMES.number(name, abi);
  }
}
