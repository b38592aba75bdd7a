package dev.elfwright.dwarf;

import dev.elfwright.elf.ElfBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists of ranges: .debug_ranges before version 5 (DWARF 4, section 2.17.3), .debug_rnglists since
 * (DWARF 5, sections 2.17.3 and 7.25). Empty ranges are left out.
 */
final class RangeLists {
  private RangeLists() {}

  static List<AddressRange> read(Unit unit, long offset) {
    List<AddressRange> all =
        unit.header().version() < 5 ? older(unit, offset) : newer(unit, offset);
    all.removeIf(r -> r.start() == r.end());
    return all;
  }

  private static Cursor cursor(DebugSections file, DebugSection section, long offset) {
    ElfBytes in = file.bytes(section);
    return new Cursor(in, section, offset, in.size());
  }

  private static List<AddressRange> older(Unit unit, long offset) {
    DebugSections program = unit.program().sections();
    Cursor c = cursor(program, DebugSection.RANGES, unit.rangesBase() + offset);
    AddressBase base = new AddressBase(unit);
    List<AddressRange> found = new ArrayList<>();
    for (AddressRange r = base.nextPair(c); r != null; r = base.nextPair(c)) {
      found.add(r);
    }
    return found;
  }

  private static List<AddressRange> newer(Unit unit, long offset) {
    Cursor c = cursor(unit.dwarf().sections(), DebugSection.RNGLISTS, offset);
    AddressBase base = new AddressBase(unit);
    List<AddressRange> found = new ArrayList<>();
    while (true) {
      int kind = c.u8();
      switch (kind) {
        case 0 -> {
          return found;
        }
        case 1 -> base.takeIndexed(c);
        case 2 -> found.add(base.indexed(c));
        case 3 -> found.add(base.indexedWithLength(c));
        case 4 -> found.add(base.offsets(c));
        case 5 -> base.take(c);
        case 6 -> found.add(base.stored(c));
        case 7 -> found.add(base.storedWithLength(c));
        default -> throw c.malformed("range list entry 0x%x, expected 0 to 7".formatted(kind));
      }
    }
  }
}
