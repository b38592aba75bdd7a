package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.Form;
import org.jspecify.annotations.Nullable;

/**
 * The shape of entries: their tag, and of each attribute its name and how it is stored (DWARF 5,
 * section 7.5.3).
 *
 * @param names the attributes' names
 * @param forms their forms, one for each name
 * @param constants the values of those with DW_FORM_implicit_const; 0 for others
 * @param size what all of them take
 */
record Abbreviation(
    int tag, boolean hasChildren, int[] names, int[] forms, long[] constants, @Nullable Size size) {

  /** Bytes of values that are as long in every entry of a unit, by what their length depends on. */
  record Size(int bytes, int addresses, int offsets, int references) {
    long in(UnitHeader unit) {
      return bytes
          + (long) addresses * unit.addressSize()
          + (long) offsets * unit.format().offsetSize()
          + (long) references * referenceSize(unit);
    }
  }

  static Abbreviation of(int tag, boolean hasChildren, int[] names, int[] forms, long[] constants) {
    return new Abbreviation(tag, hasChildren, names, forms, constants, size(forms));
  }

  /** Null when that differs from entry to entry. */
  private static @Nullable Size size(int[] forms) {
    int bytes = 0;
    int addresses = 0;
    int offsets = 0;
    int references = 0;
    for (int form : forms) {
      switch (form) {
        case Form.ADDR -> addresses++;
        case Form.REF_ADDR -> references++;
        case Form.STRP,
            Form.LINE_STRP,
            Form.SEC_OFFSET,
            Form.STRP_SUP,
            Form.GNU_REF_ALT,
            Form.GNU_STRP_ALT ->
            offsets++;
        default -> {
          int size = constantSize(form);
          if (size < 0) {
            return null;
          }
          bytes += size;
        }
      }
    }
    return new Size(bytes, addresses, offsets, references);
  }

  /** Bytes of a DW_FORM_ref_addr: version 2 had it as wide as an address. */
  static int referenceSize(UnitHeader unit) {
    return unit.version() == 2 ? unit.addressSize() : unit.format().offsetSize();
  }

  /** Bytes of a value (DWARF 5, section 7.5.6) of a form that always has as many, else -1. */
  private static int constantSize(int form) {
    return switch (form) {
      case Form.FLAG_PRESENT, Form.IMPLICIT_CONST -> 0;
      case Form.DATA1, Form.FLAG, Form.REF1, Form.STRX1, Form.ADDRX1 -> 1;
      case Form.DATA2, Form.REF2, Form.STRX2, Form.ADDRX2 -> 2;
      case Form.STRX3, Form.ADDRX3 -> 3;
      case Form.DATA4, Form.REF4, Form.STRX4, Form.ADDRX4, Form.REF_SUP4 -> 4;
      case Form.DATA8, Form.REF8, Form.REF_SIG8, Form.REF_SUP8 -> 8;
      case Form.DATA16 -> 16;
      default -> -1;
    };
  }

  /** Moves past all values of an entry. */
  void skipAll(Cursor c, UnitHeader unit) {
    if (size != null) {
      c.skip(size.in(unit));
      return;
    }
    for (int form : forms) {
      skip(c, form, unit);
    }
  }

  /** Moves past a value. */
  static void skip(Cursor c, int form, UnitHeader unit) {
    int size = constantSize(form);
    if (size >= 0) {
      c.skip(size);
      return;
    }
    switch (form) {
      case Form.ADDR -> c.skip(unit.addressSize());
      case Form.REF_ADDR -> c.skip(referenceSize(unit));
      case Form.STRP,
          Form.LINE_STRP,
          Form.SEC_OFFSET,
          Form.STRP_SUP,
          Form.GNU_REF_ALT,
          Form.GNU_STRP_ALT ->
          c.skip(unit.format().offsetSize());
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
