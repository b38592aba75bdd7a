package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/** Symbol types: gABI, figure "Symbol Types"; GNU_IFUNC from the GNU gABI extensions. */
public final class SymbolType {
  private static final NameTable NAMES =
      NameTable.of(
          """
          0 NOTYPE
          1 OBJECT
          2 FUNC
          3 SECTION
          4 FILE
          5 COMMON
          6 TLS
          8 RELC
          9 SRELC
          10 GNU_IFUNC
          AMDGPU:
          10 AMDGPU_HSA_KERNEL
          ARM:
          13 ARM_TFUNC
          15 ARM_16BIT
          PARISC:
          13 PARISC_MILLICODE PARISC_MILLI
          SPARC SPARC32PLUS SPARCV9:
          13 SPARC_REGISTER REGISTER
          V800 V850 CYGNUS_V850:
          14 RENESAS_ENTRY
          os HPUX:
          11 HP_OPAQUE
          12 HP_STUB
          """);

  /** STT_NOTYPE. */
  public static final int NOTYPE = 0;

  /** STT_OBJECT. */
  public static final int OBJECT = 1;

  /** STT_FUNC. */
  public static final int FUNC = 2;

  /** STT_SECTION. */
  public static final int SECTION = 3;

  /** STT_FILE. */
  public static final int FILE = 4;

  /** STT_COMMON. */
  public static final int COMMON = 5;

  /** STT_TLS. */
  public static final int TLS = 6;

  /** STT_GNU_IFUNC: the value is the address of a function that returns the address. */
  public static final int GNU_IFUNC = 10;

  private SymbolType() {}

  /** The name without {@code STT_}, or the number in hexadecimal. */
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
