package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/**
 * Section types: gABI, "Section Header"; the GNU and LLVM ones from binutils' elf/common.h and
 * LLVM's BinaryFormat/ELF.h.
 */
public final class SectionType {
  private static final NameTable NAMES = NameTable.of(SectionTypeNames.TEXT);

  /** SHT_NULL. */
  public static final int NULL = 0;

  /** SHT_PROGBITS. */
  public static final int PROGBITS = 1;

  /** SHT_SYMTAB. */
  public static final int SYMTAB = 2;

  /** SHT_STRTAB. */
  public static final int STRTAB = 3;

  /** SHT_RELA. */
  public static final int RELA = 4;

  /** SHT_HASH. */
  public static final int HASH = 5;

  /** SHT_DYNAMIC. */
  public static final int DYNAMIC = 6;

  /** SHT_NOTE. */
  public static final int NOTE = 7;

  /** SHT_NOBITS. */
  public static final int NOBITS = 8;

  /** SHT_REL. */
  public static final int REL = 9;

  /** SHT_SHLIB. */
  public static final int SHLIB = 10;

  /** SHT_DYNSYM. */
  public static final int DYNSYM = 11;

  /** SHT_INIT_ARRAY. */
  public static final int INIT_ARRAY = 14;

  /** SHT_FINI_ARRAY. */
  public static final int FINI_ARRAY = 15;

  /** SHT_PREINIT_ARRAY. */
  public static final int PREINIT_ARRAY = 16;

  /** SHT_GROUP. */
  public static final int GROUP = 17;

  /** SHT_SYMTAB_SHNDX. */
  public static final int SYMTAB_SHNDX = 18;

  /** SHT_RELR. */
  public static final int RELR = 19;

  /** SHT_CREL, compact relocations (LLVM 20). */
  public static final int CREL = 0x40000014;

  /** SHT_ANDROID_REL. */
  public static final int ANDROID_REL = 0x60000001;

  /** SHT_ANDROID_RELA. */
  public static final int ANDROID_RELA = 0x60000002;

  /** SHT_ANDROID_RELR. */
  public static final int ANDROID_RELR = 0x6fffff00;

  /** SHT_GNU_ATTRIBUTES. */
  public static final int GNU_ATTRIBUTES = 0x6ffffff5;

  /** SHT_GNU_HASH. */
  public static final int GNU_HASH = 0x6ffffff6;

  /** SHT_GNU_LIBLIST. */
  public static final int GNU_LIBLIST = 0x6ffffff7;

  /** SHT_GNU_VERDEF. */
  public static final int GNU_VERDEF = 0x6ffffffd;

  /** SHT_GNU_VERNEED. */
  public static final int GNU_VERNEED = 0x6ffffffe;

  /** SHT_GNU_VERSYM. */
  public static final int GNU_VERSYM = 0x6fffffff;

  private SectionType() {}

  /** The name without {@code SHT_}, or the number in hexadecimal. */
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
