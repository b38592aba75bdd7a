package dev.elfwright.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists of locations: .debug_loc before version 5 (DWARF 4, section 2.6.2), with GNU's own form in
 * split units; .debug_loclists since (DWARF 5, sections 2.6.2 and 7.29).
 */
final class LocationLists {
  private LocationLists() {}

  static List<Location> read(Unit unit, long offset) {
    if (unit.header().version() >= 5) {
      return newer(cursor(unit, DebugSection.LOCLISTS, offset), unit);
    }
    Cursor c = cursor(unit, DebugSection.LOC, offset);
    return unit.dwarf().isSplit() ? split(c, unit) : older(c, unit);
  }

  private static Cursor cursor(Unit unit, DebugSection section, long offset) {
    var in = unit.dwarf().sections().bytes(section);
    return new Cursor(in, section, offset, in.size());
  }

  private static List<Location> older(Cursor c, Unit unit) {
    int size = unit.header().addressSize();
    long newBase = size == 8 ? -1 : (1L << 8 * size) - 1;
    long base = unit.baseAddress();
    List<Location> found = new ArrayList<>();
    while (true) {
      long start = c.unsigned(size);
      long end = c.unsigned(size);
      if (start == 0 && end == 0) {
        return found;
      }
      if (start == newBase) {
        base = end;
      } else {
        found.add(location(base + start, base + end, new Expression(unit, c.bytes(c.u16()))));
      }
    }
  }

  /** The DebugFission proposal, as gcc writes it below version 5. */
  private static List<Location> split(Cursor c, Unit unit) {
    List<Location> found = new ArrayList<>();
    long base = unit.baseAddress();
    while (true) {
      int kind = c.u8();
      long start;
      long end;
      switch (kind) {
        case 0 -> {
          return found;
        }
        case 1 -> {
          base = unit.addressAt(c.uleb());
          continue;
        }
        case 2 -> {
          start = unit.addressAt(c.uleb());
          end = unit.addressAt(c.uleb());
        }
        case 3 -> {
          start = unit.addressAt(c.uleb());
          end = start + c.u32();
        }
        case 4 -> {
          start = base + c.u32();
          end = base + c.u32();
        }
        default -> throw c.malformed("location list entry 0x%x, expected 0 to 4".formatted(kind));
      }
      found.add(location(start, end, new Expression(unit, c.bytes(c.u16()))));
    }
  }

  private static List<Location> newer(Cursor c, Unit unit) {
    int size = unit.header().addressSize();
    long base = unit.baseAddress();
    List<Location> found = new ArrayList<>();
    while (true) {
      int kind = c.u8();
      long start = 0;
      long end = -1;
      switch (kind) {
        case 0 -> {
          return found;
        }
        case 1 -> {
          base = unit.addressAt(c.uleb());
          continue;
        }
        case 2 -> {
          start = unit.addressAt(c.uleb());
          end = unit.addressAt(c.uleb());
        }
        case 3 -> {
          start = unit.addressAt(c.uleb());
          end = start + c.uleb();
        }
        case 4 -> {
          start = base + c.uleb();
          end = base + c.uleb();
        }
        case 5 -> {
          // The location where no other entry holds.
        }
        case 6 -> {
          base = c.unsigned(size);
          continue;
        }
        case 7 -> {
          start = c.unsigned(size);
          end = c.unsigned(size);
        }
        case 8 -> {
          start = c.unsigned(size);
          end = start + c.uleb();
        }
        // DW_LLE_GNU_view_pair: views of the two ends, which only debuggers use.
        case 9 -> {
          c.skipLeb();
          c.skipLeb();
          continue;
        }
        default -> throw c.malformed("location list entry 0x%x, expected 0 to 9".formatted(kind));
      }
      Expression expression = new Expression(unit, c.bytes(c.uleb()));
      found.add(
          kind == 5
              ? new Location(Optional.empty(), expression)
              : location(start, end, expression));
    }
  }

  private static Location location(long start, long end, Expression expression) {
    return new Location(Optional.of(new AddressRange(start, end)), expression);
  }
}
