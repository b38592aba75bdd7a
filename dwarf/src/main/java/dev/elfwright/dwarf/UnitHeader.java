package dev.elfwright.dwarf;

/**
 * What a unit of .debug_info or .debug_types begins with (DWARF 5, section 7.5.1).
 *
 * <table>
 * <caption>Fields in their order; o is the size of an offset, 4 or 8</caption>
 * <tr><td>4 or 12</td><td>unit_length</td></tr>
 * <tr><td>2</td><td>version</td></tr>
 * <tr><td>1</td><td>unit_type, since version 5</td></tr>
 * <tr><td>1</td><td>address_size, since version 5 here</td></tr>
 * <tr><td>o</td><td>debug_abbrev_offset</td></tr>
 * <tr><td>1</td><td>address_size, before version 5 here</td></tr>
 * <tr><td>8</td><td>dwo_id or type_signature, for units of those kinds</td></tr>
 * <tr><td>o</td><td>type_offset, in units of types</td></tr>
 * </table>
 *
 * @param offset where the unit begins, in bytes from the start of its section
 * @param end where it ends
 * @param format the width of its offsets
 * @param version 2 to 5
 * @param type what it is for
 * @param abbreviations where its abbreviations begin, in .debug_abbrev
 * @param addressSize bytes of an address: 2, 4 or 8
 * @param signature the signature of its type, or the ID that joins skeleton and split unit; else 0
 * @param typeOffset where the entry of its type lies, in bytes from {@code offset}; else 0
 * @param firstEntry where its entries begin, in bytes from the start of the section
 */
public record UnitHeader(
    long offset,
    long end,
    Format format,
    int version,
    UnitType type,
    long abbreviations,
    int addressSize,
    long signature,
    long typeOffset,
    long firstEntry) {

  static UnitHeader read(Cursor c, DebugSection section) {
    long offset = c.position();
    InitialLength length = InitialLength.read(c);
    Format format = length.format();
    int version = c.u16();
    if (version < 2 || version > 5) {
      throw c.malformed("DWARF version " + version + ", expected 2 to 5");
    }
    UnitType type;
    int addressSize;
    long abbreviations;
    if (version == 5) {
      type = UnitType.of(c, c.u8());
      addressSize = c.u8();
      abbreviations = c.offset(format);
    } else {
      type = section == DebugSection.TYPES ? UnitType.TYPE : UnitType.COMPILE;
      abbreviations = c.offset(format);
      addressSize = c.u8();
    }
    if (addressSize != 2 && addressSize != 4 && addressSize != 8) {
      throw c.malformed("addresses of " + addressSize + " bytes, expected 2, 4 or 8");
    }
    boolean hasSignature =
        type.isType() || type == UnitType.SKELETON || type == UnitType.SPLIT_COMPILE;
    long signature = hasSignature ? c.i64() : 0;
    long typeOffset = type.isType() ? c.offset(format) : 0;
    if (c.position() > length.end()) {
      throw c.malformed("a unit that ends at 0x%x, within its header".formatted(length.end()));
    }
    return new UnitHeader(
        offset,
        length.end(),
        format,
        version,
        type,
        abbreviations,
        addressSize,
        signature,
        typeOffset,
        c.position());
  }
}
