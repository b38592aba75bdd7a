package dev.elfwright.elf.constant;

import java.util.List;

/** The first word of SHT_GROUP: gABI, "Section Groups". */
public final class GroupFlag {

  /** GRP_COMDAT. */
  public static final int COMDAT = 1;

  private static final FlagTable NAMES =
      FlagTable.of(
          """
          1 COMDAT
          """);

  private GroupFlag() {}

  /**
   * The names without {@code GRP_} of what is set, lowest bit first. What has no name comes last,
   * as one number in hexadecimal.
   */
  public static List<String> names(int flags, Abi abi) {
    return NAMES.names(Integer.toUnsignedLong(flags), abi);
  }
}
