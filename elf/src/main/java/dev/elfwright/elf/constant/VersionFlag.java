package dev.elfwright.elf.constant;

import java.util.List;

/** vd_flags and vna_flags: LSB Core, "Symbol Versioning". */
public final class VersionFlag {

  /** VER_FLG_BASE: the file itself. */
  public static final int BASE = 1;

  /** VER_FLG_WEAK. */
  public static final int WEAK = 2;

  private static final FlagTable NAMES =
      FlagTable.of(
          """
          1 BASE
          2 WEAK
          4 INFO
          """);

  private VersionFlag() {}

  /**
   * The names without {@code VER_FLG_} of what is set, lowest bit first. What has no name comes
   * last, as one number in hexadecimal.
   */
  public static List<String> names(int flags, Abi abi) {
    return NAMES.names(Integer.toUnsignedLong(flags), abi);
  }
}
