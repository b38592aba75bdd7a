package dev.elfwright.dwarf;

import dev.elfwright.elf.ElfBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists of ranges: .debug_ranges before version 5 (DWARF 4, section 2.17.3), .debug_rnglists since
 * (DWARF 5, sections 2.17.3 and 7.25).
 */
final class RangeLists {
  private RangeLists() {}

  static List<AddressRange> read(Unit unit, long offset) {
    return unit.header().version() < 5 ? older(unit, offset) : newer(unit, offset);
  }

  private static Cursor cursor(DebugSections file, DebugSection section, long offset) {
    ElfBytes in = file.bytes(section);
    return new Cursor(in, section, offset, in.size());
  }

  private static List<AddressRange> older(Unit unit, long offset) {
    Cursor c = cursor(unit.program().sections(), DebugSection.RANGES, unit.rangesBase() + offset);
    int size = unit.header().addressSize();
    long newBase = size == 8 ? -1 : (1L << 8 * size) - 1;
    long base = unit.baseAddress();
    List<AddressRange> found = new ArrayList<>();
    while (true) {
      long start = c.unsigned(size);
      long end = c.unsigned(size);
      if (start == 0 && end == 0) {
        return found;
      }
      if (start == newBase) {
        base = end;
      } else if (start != end) {
        found.add(new AddressRange(base + start, base + end));
      }
    }
  }

  private static List<AddressRange> newer(Unit unit, long offset) {
    Cursor c = cursor(unit.dwarf().sections(), DebugSection.RNGLISTS, offset);
    int size = unit.header().addressSize();
    long base = unit.baseAddress();
    List<AddressRange> found = new ArrayList<>();
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
          end = start + c.uleb();
        }
        case 4 -> {
          start = base + c.uleb();
          end = base + c.uleb();
        }
        case 5 -> {
          base = c.unsigned(size);
          continue;
        }
        case 6 -> {
          start = c.unsigned(size);
          end = c.unsigned(size);
        }
        case 7 -> {
          start = c.unsigned(size);
          end = start + c.uleb();
        }
        default -> throw c.malformed("range list entry 0x%x, expected 0 to 7".formatted(kind));
      }
      if (start != end) {
        found.add(new AddressRange(start, end));
      }
    }
  }
}
