package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/** Symbol bindings: gABI, figure "Symbol Binding"; GNU_UNIQUE from GNU binutils' elf/common.h. */
public final class SymbolBinding {
  private static final NameTable NAMES =
      NameTable.of(
          """
          0 LOCAL
          1 GLOBAL
          2 WEAK
          10 GNU_UNIQUE
          MIPS MIPS_RS3_LE:
          13 MIPS_SPLIT_COMMON
          os HPUX:
          10 HP_ALIAS
          os OPENVMS:
          11 VMS_WEAK
          12 VMS_SYSTEM
          """);

  /** STB_LOCAL. */
  public static final int LOCAL = 0;

  /** STB_GLOBAL. */
  public static final int GLOBAL = 1;

  /** STB_WEAK. */
  public static final int WEAK = 2;

  /** STB_GNU_UNIQUE: one definition in the whole process. */
  public static final int GNU_UNIQUE = 10;

  private SymbolBinding() {}

  /** The name without {@code STB_}, or the number in hexadecimal. */
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
