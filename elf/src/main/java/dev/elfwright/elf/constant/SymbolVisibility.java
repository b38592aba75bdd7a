package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/** The lower two bits of st_other: gABI, "Symbol Visibility". */
public final class SymbolVisibility {

  /** STV_DEFAULT. */
  public static final int DEFAULT = 0;

  /** STV_INTERNAL. */
  public static final int INTERNAL = 1;

  /** STV_HIDDEN. */
  public static final int HIDDEN = 2;

  /** STV_PROTECTED. */
  public static final int PROTECTED = 3;

  private static final NameTable NAMES =
      NameTable.of(
          """
          0 DEFAULT
          1 INTERNAL
          2 HIDDEN
          3 PROTECTED
          """);

  private SymbolVisibility() {}

  /** The name without {@code STV_}, or the number in hexadecimal. */
  public static String name(int value, Abi abi) {
    return NAMES.name(Integer.toUnsignedLong(value), abi);
  }

  /** The number of a name as {@link #name} gives it, or of another name for the same. */
  public static OptionalLong number(String name, Abi abi) {
    return NAMES.number(name, abi);
  }
}
