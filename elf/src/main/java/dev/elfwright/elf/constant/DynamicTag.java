package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/**
 * Tags of the dynamic section: gABI, "Dynamic Section"; the GNU ones from binutils' elf/common.h
 * and glibc's elf/elf.h.
 */
public final class DynamicTag {
  private static final NameTable NAMES = NameTable.of(DynamicTagNames.TEXT);

  /** DT_NULL. */
  public static final long NULL = 0;

  /** DT_NEEDED. */
  public static final long NEEDED = 1;

  /** DT_PLTRELSZ. */
  public static final long PLTRELSZ = 2;

  /** DT_PLTGOT. */
  public static final long PLTGOT = 3;

  /** DT_HASH. */
  public static final long HASH = 4;

  /** DT_STRTAB. */
  public static final long STRTAB = 5;

  /** DT_SYMTAB. */
  public static final long SYMTAB = 6;

  /** DT_RELA. */
  public static final long RELA = 7;

  /** DT_RELASZ. */
  public static final long RELASZ = 8;

  /** DT_RELAENT. */
  public static final long RELAENT = 9;

  /** DT_STRSZ. */
  public static final long STRSZ = 10;

  /** DT_SYMENT. */
  public static final long SYMENT = 11;

  /** DT_INIT. */
  public static final long INIT = 12;

  /** DT_FINI. */
  public static final long FINI = 13;

  /** DT_SONAME. */
  public static final long SONAME = 14;

  /** DT_RPATH. */
  public static final long RPATH = 15;

  /** DT_SYMBOLIC. */
  public static final long SYMBOLIC = 16;

  /** DT_REL. */
  public static final long REL = 17;

  /** DT_RELSZ. */
  public static final long RELSZ = 18;

  /** DT_RELENT. */
  public static final long RELENT = 19;

  /** DT_PLTREL. */
  public static final long PLTREL = 20;

  /** DT_DEBUG. */
  public static final long DEBUG = 21;

  /** DT_TEXTREL. */
  public static final long TEXTREL = 22;

  /** DT_JMPREL. */
  public static final long JMPREL = 23;

  /** DT_BIND_NOW. */
  public static final long BIND_NOW = 24;

  /** DT_INIT_ARRAY. */
  public static final long INIT_ARRAY = 25;

  /** DT_FINI_ARRAY. */
  public static final long FINI_ARRAY = 26;

  /** DT_INIT_ARRAYSZ. */
  public static final long INIT_ARRAYSZ = 27;

  /** DT_FINI_ARRAYSZ. */
  public static final long FINI_ARRAYSZ = 28;

  /** DT_RUNPATH. */
  public static final long RUNPATH = 29;

  /** DT_FLAGS. */
  public static final long FLAGS = 30;

  /** DT_PREINIT_ARRAY. */
  public static final long PREINIT_ARRAY = 32;

  /** DT_PREINIT_ARRAYSZ. */
  public static final long PREINIT_ARRAYSZ = 33;

  /** DT_SYMTAB_SHNDX. */
  public static final long SYMTAB_SHNDX = 34;

  /** DT_RELRSZ. */
  public static final long RELRSZ = 35;

  /** DT_RELR. */
  public static final long RELR = 36;

  /** DT_RELRENT. */
  public static final long RELRENT = 37;

  /** DT_CREL. */
  public static final long CREL = 0x40000026L;

  /** DT_ANDROID_REL. */
  public static final long ANDROID_REL = 0x6000000fL;

  /** DT_ANDROID_RELSZ. */
  public static final long ANDROID_RELSZ = 0x60000010L;

  /** DT_ANDROID_RELA. */
  public static final long ANDROID_RELA = 0x60000011L;

  /** DT_ANDROID_RELASZ. */
  public static final long ANDROID_RELASZ = 0x60000012L;

  /** DT_ANDROID_RELR. */
  public static final long ANDROID_RELR = 0x6fffe000L;

  /** DT_ANDROID_RELRSZ. */
  public static final long ANDROID_RELRSZ = 0x6fffe001L;

  /** DT_GNU_HASH. */
  public static final long GNU_HASH = 0x6ffffef5L;

  /** DT_CONFIG. */
  public static final long CONFIG = 0x6ffffefaL;

  /** DT_DEPAUDIT. */
  public static final long DEPAUDIT = 0x6ffffefbL;

  /** DT_AUDIT. */
  public static final long AUDIT = 0x6ffffefcL;

  /** DT_VERSYM. */
  public static final long VERSYM = 0x6ffffff0L;

  /** DT_RELACOUNT. */
  public static final long RELACOUNT = 0x6ffffff9L;

  /** DT_RELCOUNT. */
  public static final long RELCOUNT = 0x6ffffffaL;

  /** DT_FLAGS_1. */
  public static final long FLAGS_1 = 0x6ffffffbL;

  /** DT_VERDEF. */
  public static final long VERDEF = 0x6ffffffcL;

  /** DT_VERDEFNUM. */
  public static final long VERDEFNUM = 0x6ffffffdL;

  /** DT_VERNEED. */
  public static final long VERNEED = 0x6ffffffeL;

  /** DT_VERNEEDNUM. */
  public static final long VERNEEDNUM = 0x6fffffffL;

  /** DT_AUXILIARY. */
  public static final long AUXILIARY = 0x7ffffffdL;

  /** DT_FILTER. */
  public static final long FILTER = 0x7fffffffL;

  /** DF_SYMBOLIC in DT_FLAGS. */
  public static final long DF_SYMBOLIC = 2;

  /** DF_TEXTREL in DT_FLAGS. */
  public static final long DF_TEXTREL = 4;

  /** DF_BIND_NOW in DT_FLAGS. */
  public static final long DF_BIND_NOW = 8;

  /** DF_1_NOW in DT_FLAGS_1. */
  public static final long DF_1_NOW = 1;

  /** DF_1_NODELETE in DT_FLAGS_1: no dlclose takes the object out. */
  public static final long DF_1_NODELETE = 8;

  /** DF_1_INITFIRST in DT_FLAGS_1. */
  public static final long DF_1_INITFIRST = 0x20;

  /** DF_1_NODEFLIB in DT_FLAGS_1: the default folders and the cache's are not searched. */
  public static final long DF_1_NODEFLIB = 0x800;

  /** DF_1_PIE in DT_FLAGS_1. */
  public static final long DF_1_PIE = 0x08000000L;

  private DynamicTag() {}

  /** The name without {@code DT_}, or the number in hexadecimal. */
  public static String name(long value) {
    return name(value, Abi.ANY);
  }

  /** The same for a file of this processor and system, whose own numbers are known too. */
  public static String name(long value, Abi abi) {
    return NAMES.name(value, abi);
  }

  /** The number of a name as {@link #name} gives it, or of another name for the same. */
  public static OptionalLong number(String name, Abi abi) {
    return NAMES.number(name, abi);
  }
}
