package dev.elfwright.dwarf.constant;

/** The source language of a unit: DWARF 5, table 7.17, and the codes given out since. */
public final class Language {
  private static final NameTable NAMES =
      NameTable.of(
          "DW_LANG_",
          """
          0x01 C89
          0x02 C
          0x03 Ada83
          0x04 C_plus_plus
          0x05 Cobol74
          0x06 Cobol85
          0x07 Fortran77
          0x08 Fortran90
          0x09 Pascal83
          0x0a Modula2
          0x0b Java
          0x0c C99
          0x0d Ada95
          0x0e Fortran95
          0x0f PLI
          0x10 ObjC
          0x11 ObjC_plus_plus
          0x12 UPC
          0x13 D
          0x14 Python
          0x15 OpenCL
          0x16 Go
          0x17 Modula3
          0x18 Haskell
          0x19 C_plus_plus_03
          0x1a C_plus_plus_11
          0x1b OCaml
          0x1c Rust
          0x1d C11
          0x1e Swift
          0x1f Julia
          0x20 C_plus_plus_14
          0x21 Fortran03
          0x22 Fortran08
          0x23 RenderScript
          0x24 BLISS
          0x25 Kotlin
          0x26 Zig
          0x27 Crystal
          0x2a C_plus_plus_17
          0x2b C_plus_plus_20
          0x2c C17
          0x2d Fortran18
          0x2e Ada2005
          0x2f Ada2012
          0x3e C23
          0x8001 Mips_Assembler
          """);

  /** DW_LANG_C. */
  public static final int C = 0x02;

  /** DW_LANG_C_plus_plus. */
  public static final int C_PLUS_PLUS = 0x04;

  /** DW_LANG_Rust. */
  public static final int RUST = 0x1c;

  /** DW_LANG_Mips_Assembler. */
  public static final int MIPS_ASSEMBLER = 0x8001;

  private Language() {}

  /** The name, or the prefix and the number. */
  public static String name(long value) {
    return NAMES.name(value);
  }
}
