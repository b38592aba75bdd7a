package dev.elfwright.dwarf;

/** What a unit is for (DWARF 5, section 7.5.1 and table 7.2). */
public enum UnitType {
  /** DW_UT_compile. */
  COMPILE,
  /** DW_UT_type: types that others refer to by signature. */
  TYPE,
  /** DW_UT_partial: what several units import. */
  PARTIAL,
  /** DW_UT_skeleton: what the linker has to know of a unit that lies in another file. */
  SKELETON,
  /** DW_UT_split_compile: such a unit. */
  SPLIT_COMPILE,
  /** DW_UT_split_type: a unit of types in a file of that kind. */
  SPLIT_TYPE;

  static UnitType of(Cursor c, int code) {
    if (code < 1 || code > values().length) {
      throw c.malformed("unit type 0x%x, expected 1 to 6".formatted(code));
    }
    return values()[code - 1];
  }

  /** Whether entries stand for types that are referred to by signature. */
  public boolean isType() {
    return this == TYPE || this == SPLIT_TYPE;
  }

  /** Whether the unit lies in a file of its own, beside the program. */
  public boolean isSplit() {
    return this == SPLIT_COMPILE || this == SPLIT_TYPE;
  }
}
