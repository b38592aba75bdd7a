package dev.elfwright.elf.constant;

import java.util.List;

/** e_flags, whose meaning the machine gives. */
public final class HeaderFlag {

  private static final FlagTable NAMES = FlagTable.of(HeaderFlagNames.TEXT);

  private HeaderFlag() {}

  /**
   * The names without {@code EF_} of what is set, lowest bit first. What has no name comes last, as
   * one number in hexadecimal.
   */
  public static List<String> names(int flags, Abi abi) {
    return NAMES.names(Integer.toUnsignedLong(flags), abi);
  }
}
