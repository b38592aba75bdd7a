package dev.elfwright.elf.constant;

/** Segment types: gABI, "Program Header"; the GNU ones from binutils' elf/common.h. */
public final class SegmentType {

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
    return switch (value) {
      case NULL -> "NULL";
      case LOAD -> "LOAD";
      case DYNAMIC -> "DYNAMIC";
      case INTERP -> "INTERP";
      case NOTE -> "NOTE";
      case SHLIB -> "SHLIB";
      case PHDR -> "PHDR";
      case TLS -> "TLS";
      case GNU_EH_FRAME -> "GNU_EH_FRAME";
      case GNU_STACK -> "GNU_STACK";
      case GNU_RELRO -> "GNU_RELRO";
      case GNU_PROPERTY -> "GNU_PROPERTY";
      case GNU_SFRAME -> "GNU_SFRAME";
      default -> "0x" + Integer.toHexString(value);
    };
  }
}
