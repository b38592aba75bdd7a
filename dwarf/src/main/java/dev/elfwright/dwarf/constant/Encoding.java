package dev.elfwright.dwarf.constant;

/** How the bits of a base type are read: DWARF 5, table 7.11. */
public final class Encoding {
  private static final NameTable NAMES =
      NameTable.of(
          "DW_ATE_",
          """
          0x01 address
          0x02 boolean
          0x03 complex_float
          0x04 float
          0x05 signed
          0x06 signed_char
          0x07 unsigned
          0x08 unsigned_char
          0x09 imaginary_float
          0x0a packed_decimal
          0x0b numeric_string
          0x0c edited
          0x0d signed_fixed
          0x0e unsigned_fixed
          0x0f decimal_float
          0x10 UTF
          0x11 UCS
          0x12 ASCII
          """);

  /** DW_ATE_address. */
  public static final int ADDRESS = 0x01;

  /** DW_ATE_boolean. */
  public static final int BOOLEAN = 0x02;

  /** DW_ATE_complex_float. */
  public static final int COMPLEX_FLOAT = 0x03;

  /** DW_ATE_float. */
  public static final int FLOAT = 0x04;

  /** DW_ATE_signed. */
  public static final int SIGNED = 0x05;

  /** DW_ATE_signed_char. */
  public static final int SIGNED_CHAR = 0x06;

  /** DW_ATE_unsigned. */
  public static final int UNSIGNED = 0x07;

  /** DW_ATE_unsigned_char. */
  public static final int UNSIGNED_CHAR = 0x08;

  /** DW_ATE_imaginary_float. */
  public static final int IMAGINARY_FLOAT = 0x09;

  /** DW_ATE_packed_decimal. */
  public static final int PACKED_DECIMAL = 0x0a;

  /** DW_ATE_numeric_string. */
  public static final int NUMERIC_STRING = 0x0b;

  /** DW_ATE_edited. */
  public static final int EDITED = 0x0c;

  /** DW_ATE_signed_fixed. */
  public static final int SIGNED_FIXED = 0x0d;

  /** DW_ATE_unsigned_fixed. */
  public static final int UNSIGNED_FIXED = 0x0e;

  /** DW_ATE_decimal_float. */
  public static final int DECIMAL_FLOAT = 0x0f;

  /** DW_ATE_UTF. */
  public static final int UTF = 0x10;

  /** DW_ATE_UCS. */
  public static final int UCS = 0x11;

  /** DW_ATE_ASCII. */
  public static final int ASCII = 0x12;

  private Encoding() {}

  /** The name, or the prefix and the number. */
  public static String name(long value) {
    return NAMES.name(value);
  }
}
