package dev.elfwright.elf.constant;

/** File types: gABI, "ELF Header", e_type. */
public final class FileType {

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
    return switch (value) {
      case NONE -> "NONE";
      case REL -> "REL";
      case EXEC -> "EXEC";
      case DYN -> "DYN";
      case CORE -> "CORE";
      default -> "0x" + Integer.toHexString(value);
    };
  }
}
