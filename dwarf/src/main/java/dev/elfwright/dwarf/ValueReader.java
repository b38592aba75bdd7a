package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.Form;

/** Reads values of attributes by their forms (DWARF 5, section 7.5.6). */
final class ValueReader {
  private ValueReader() {}

  static Value read(Cursor c, Unit unit, int form, long constant) {
    return switch (form) {
      case Form.ADDR -> new Value.Address(c.unsigned(unit.header().addressSize()));
      case Form.ADDRX, Form.GNU_ADDR_INDEX -> address(unit, c.uleb());
      case Form.ADDRX1 -> address(unit, c.u8());
      case Form.ADDRX2 -> address(unit, c.u16());
      case Form.ADDRX3 -> address(unit, c.u24());
      case Form.ADDRX4 -> address(unit, c.u32());
      case Form.DATA1 -> new Value.Number(c.u8(), form);
      case Form.DATA2 -> new Value.Number(c.u16(), form);
      case Form.DATA4 -> new Value.Number(c.u32(), form);
      case Form.DATA8 -> new Value.Number(c.i64(), form);
      case Form.DATA16 -> new Value.Bytes(c.bytes(16));
      case Form.SDATA -> new Value.Number(c.sleb(), form);
      case Form.UDATA -> new Value.Number(c.uleb(), form);
      case Form.IMPLICIT_CONST -> new Value.Number(constant, form);
      case Form.FLAG -> new Value.Flag(c.u8() != 0);
      case Form.FLAG_PRESENT -> new Value.Flag(true);
      case Form.BLOCK1 -> new Value.Bytes(c.bytes(c.u8()));
      case Form.BLOCK2 -> new Value.Bytes(c.bytes(c.u16()));
      case Form.BLOCK4 -> new Value.Bytes(c.bytes(c.u32()));
      case Form.BLOCK -> new Value.Bytes(c.bytes(c.uleb()));
      case Form.EXPRLOC -> new Value.Computed(new Expression(unit, c.bytes(c.uleb())));
      case Form.SEC_OFFSET -> new Value.SectionOffset(c.offset(unit.header().format()));
      case Form.LOCLISTX, Form.RNGLISTX -> new Value.ListIndex(c.uleb());
      case Form.INDIRECT -> read(c, unit, Abbreviation.indirect(c), 0);
      case Form.STRING,
          Form.STRP,
          Form.LINE_STRP,
          Form.STRP_SUP,
          Form.GNU_STRP_ALT,
          Form.STRX,
          Form.GNU_STR_INDEX,
          Form.STRX1,
          Form.STRX2,
          Form.STRX3,
          Form.STRX4 ->
          new Value.Text(text(c, unit, form));
      default -> reference(c, unit.header(), form);
    };
  }

  private static Value address(Unit unit, long index) {
    return new Value.Address(unit.addressAt(index));
  }

  private static Value reference(Cursor c, UnitHeader unit, int form) {
    return switch (form) {
      case Form.REF1 -> new Value.Reference(unit.offset() + c.u8());
      case Form.REF2 -> new Value.Reference(unit.offset() + c.u16());
      case Form.REF4 -> new Value.Reference(unit.offset() + c.u32());
      case Form.REF8 -> new Value.Reference(unit.offset() + c.i64());
      case Form.REF_UDATA -> new Value.Reference(unit.offset() + c.uleb());
      case Form.REF_ADDR -> new Value.Reference(c.unsigned(Abbreviation.referenceSize(unit)));
      case Form.REF_SIG8 -> new Value.Signature(c.i64());
      case Form.REF_SUP4 -> new Value.SharedReference(c.u32());
      case Form.REF_SUP8 -> new Value.SharedReference(c.i64());
      case Form.GNU_REF_ALT -> new Value.SharedReference(c.offset(unit.format()));
      default -> throw c.malformed("form " + Form.name(form) + ", which is not known");
    };
  }

  /** The text of a form that has one. */
  static String text(Cursor c, Unit unit, int form) {
    Format format = unit.header().format();
    return switch (form) {
      case Form.STRING -> c.string();
      case Form.STRP -> unit.dwarf().text(DebugSection.STR, c.offset(format), unit);
      case Form.LINE_STRP -> unit.dwarf().text(DebugSection.LINE_STR, c.offset(format), unit);
      case Form.STRP_SUP, Form.GNU_STRP_ALT -> unit.dwarf().sharedText(c.offset(format));
      case Form.STRX, Form.GNU_STR_INDEX -> unit.indexedText(c.uleb());
      case Form.STRX1 -> unit.indexedText(c.u8());
      case Form.STRX2 -> unit.indexedText(c.u16());
      case Form.STRX3 -> unit.indexedText(c.u24());
      case Form.STRX4 -> unit.indexedText(c.u32());
      default -> throw c.malformed("form " + Form.name(form) + " where a text is expected");
    };
  }

  /** Whether a form holds a text. */
  static boolean isText(int form) {
    return switch (form) {
      case Form.STRING,
          Form.STRP,
          Form.LINE_STRP,
          Form.STRP_SUP,
          Form.GNU_STRP_ALT,
          Form.STRX,
          Form.GNU_STR_INDEX,
          Form.STRX1,
          Form.STRX2,
          Form.STRX3,
          Form.STRX4 ->
          true;
      default -> false;
    };
  }
}
