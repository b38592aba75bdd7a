package dev.elfwright.dwarf;

import dev.elfwright.elf.ElfBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists of locations: .debug_loc before version 5 (DWARF 4, section 2.6.2), with GNU's own form in
 * split units; .debug_loclists since (DWARF 5, sections 2.6.2 and 7.29).
 */
final class LocationLists {
  private final Unit unit;
  private final Cursor c;
  private final AddressBase base;
  private final List<Location> found = new ArrayList<>();

  private LocationLists(Unit unit, DebugSection section, long offset) {
    ElfBytes in = unit.dwarf().sections().bytes(section);
    this.unit = unit;
    this.c = new Cursor(in, section, offset, in.size());
    this.base = new AddressBase(unit);
  }

  static List<Location> read(Unit unit, long offset) {
    if (unit.header().version() >= 5) {
      return new LocationLists(unit, DebugSection.LOCLISTS, offset).newer();
    }
    LocationLists list = new LocationLists(unit, DebugSection.LOC, offset);
    return unit.dwarf().isSplit() ? list.split() : list.older();
  }

  private List<Location> older() {
    for (AddressRange r = base.nextPair(c); r != null; r = base.nextPair(c)) {
      add(Optional.of(r), c.u16());
    }
    return found;
  }

  /** The DebugFission proposal, as gcc writes it below version 5. */
  private List<Location> split() {
    while (true) {
      int kind = c.u8();
      switch (kind) {
        case 0 -> {
          return found;
        }
        case 1 -> base.takeIndexed(c);
        case 2 -> add(Optional.of(base.indexed(c)), c.u16());
        case 3 -> add(Optional.of(base.indexedWithFixedLength(c)), c.u16());
        case 4 -> add(Optional.of(base.fixedOffsets(c)), c.u16());
        default -> throw c.malformed("location list entry 0x%x, expected 0 to 4".formatted(kind));
      }
    }
  }

  private List<Location> newer() {
    while (true) {
      int kind = c.u8();
      switch (kind) {
        case 0 -> {
          return found;
        }
        case 1 -> base.takeIndexed(c);
        case 2 -> add(Optional.of(base.indexed(c)), c.uleb());
        case 3 -> add(Optional.of(base.indexedWithLength(c)), c.uleb());
        case 4 -> add(Optional.of(base.offsets(c)), c.uleb());
        // Where no other entry holds.
        case 5 -> add(Optional.empty(), c.uleb());
        case 6 -> base.take(c);
        case 7 -> add(Optional.of(base.stored(c)), c.uleb());
        case 8 -> add(Optional.of(base.storedWithLength(c)), c.uleb());
        // DW_LLE_GNU_view_pair: views of the two ends, which only debuggers use.
        case 9 -> {
          c.skipLeb();
          c.skipLeb();
        }
        default -> throw c.malformed("location list entry 0x%x, expected 0 to 9".formatted(kind));
      }
    }
  }

  private void add(Optional<AddressRange> range, long size) {
    found.add(new Location(range, new Expression(unit, c.bytes(size))));
  }
}
