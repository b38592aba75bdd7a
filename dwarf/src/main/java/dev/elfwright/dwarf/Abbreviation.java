package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.Form;

/**
 * The shape of entries: their tag, and of each attribute its name and how it is stored (DWARF 5,
 * section 7.5.3).
 *
 * @param names the attributes' names
 * @param forms their forms, one for each name
 * @param constants the values of those with DW_FORM_implicit_const; 0 for others
 */
record Abbreviation(int tag, boolean hasChildren, int[] names, int[] forms, long[] constants) {

  /** Bytes that all attributes take, or -1 when that differs from entry to entry. */
  int fixedSize(UnitHeader unit) {
    int sum = 0;
    for (int form : forms) {
      int size = fixedSize(form, unit);
      if (size < 0) {
        return -1;
      }
      sum += size;
    }
    return sum;
  }

  /** Bytes of a value (DWARF 5, section 7.5.6), or -1 when they are counted or ended. */
  static int fixedSize(int form, UnitHeader unit) {
    return switch (form) {
      case Form.FLAG_PRESENT, Form.IMPLICIT_CONST -> 0;
      case Form.DATA1, Form.FLAG, Form.REF1, Form.STRX1, Form.ADDRX1 -> 1;
      case Form.DATA2, Form.REF2, Form.STRX2, Form.ADDRX2 -> 2;
      case Form.STRX3, Form.ADDRX3 -> 3;
      case Form.DATA4, Form.REF4, Form.STRX4, Form.ADDRX4, Form.REF_SUP4 -> 4;
      case Form.DATA8, Form.REF8, Form.REF_SIG8, Form.REF_SUP8 -> 8;
      case Form.DATA16 -> 16;
      case Form.ADDR -> unit.addressSize();
      // Version 2 had it as wide as an address.
      case Form.REF_ADDR -> unit.version() == 2 ? unit.addressSize() : unit.format().offsetSize();
      case Form.STRP,
          Form.LINE_STRP,
          Form.SEC_OFFSET,
          Form.STRP_SUP,
          Form.GNU_REF_ALT,
          Form.GNU_STRP_ALT ->
          unit.format().offsetSize();
      default -> -1;
    };
  }

  /** Moves past a value. */
  static void skip(Cursor c, int form, UnitHeader unit) {
    int size = fixedSize(form, unit);
    if (size >= 0) {
      c.skip(size);
      return;
    }
    switch (form) {
      case Form.BLOCK1 -> c.skip(c.u8());
      case Form.BLOCK2 -> c.skip(c.u16());
      case Form.BLOCK4 -> c.skip(c.u32());
      case Form.BLOCK, Form.EXPRLOC -> c.skip(c.uleb());
      case Form.STRING -> c.skipString();
      case Form.SDATA,
          Form.UDATA,
          Form.REF_UDATA,
          Form.STRX,
          Form.ADDRX,
          Form.LOCLISTX,
          Form.RNGLISTX,
          Form.GNU_ADDR_INDEX,
          Form.GNU_STR_INDEX ->
          c.skipLeb();
      case Form.INDIRECT -> skip(c, indirect(c), unit);
      default -> throw c.malformed("form " + Form.name(form) + ", whose size is unknown");
    }
  }

  /** The form that stands before a value; none that leads further, or has its value elsewhere. */
  static int indirect(Cursor c) {
    int form = c.small();
    if (form == Form.INDIRECT || form == Form.IMPLICIT_CONST) {
      throw c.malformed(Form.name(form) + " in place of a form");
    }
    return form;
  }
}
