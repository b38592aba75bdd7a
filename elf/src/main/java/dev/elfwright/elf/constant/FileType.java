package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/** File types: gABI, "ELF Header", e_type. */
public final class FileType {
  private static final NameTable NAMES =
      NameTable.of(
          """
          0 NONE
          1 REL
          2 EXEC
          3 DYN
          4 CORE
          NFP:
          0xff01 NFP_PARTIAL_REL
          0xff02 NFP_PARTIAL_EXEC
          """);

  /** ET_NONE. */
  public static final int NONE = 0;

  /** ET_REL. */
  public static final int REL = 1;

  /** ET_EXEC. */
  public static final int EXEC = 2;

  /** ET_DYN. */
  public static final int DYN = 3;

  /** ET_CORE. */
  public static final int CORE = 4;

  private FileType() {}

  /** The name without {@code ET_}, or the number in hexadecimal. */
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
