package dev.elfwright.dwarf;

import org.jspecify.annotations.Nullable;

/**
 * What offsets in a list of ranges or locations count from, and the ways in which entries say their
 * addresses (DWARF 5, sections 2.6.2 and 2.17.3): both kinds of lists have the same.
 */
final class AddressBase {
  private final Unit unit;
  private final int size;
  private long base;

  /** Where the unit's code begins, until the list says another place. */
  AddressBase(Unit unit) {
    this.unit = unit;
    this.size = unit.header().addressSize();
    this.base = unit.baseAddress();
  }

  void takeIndexed(Cursor c) {
    base = unit.addressAt(c.uleb());
  }

  void take(Cursor c) {
    base = c.unsigned(size);
  }

  /** By the numbers of both ends. */
  AddressRange indexed(Cursor c) {
    return new AddressRange(unit.addressAt(c.uleb()), unit.addressAt(c.uleb()));
  }

  /** By the number of the start, and the length. */
  AddressRange indexedWithLength(Cursor c) {
    return withLength(unit.addressAt(c.uleb()), c.uleb());
  }

  /** The same as GNU's split units of version 4 write it. */
  AddressRange indexedWithFixedLength(Cursor c) {
    return withLength(unit.addressAt(c.uleb()), c.u32());
  }

  /** By distances from the base. */
  AddressRange offsets(Cursor c) {
    return fromBase(c.uleb(), c.uleb());
  }

  /** The same as GNU's split units of version 4 write it. */
  AddressRange fixedOffsets(Cursor c) {
    return fromBase(c.u32(), c.u32());
  }

  /** By both ends. */
  AddressRange stored(Cursor c) {
    return new AddressRange(c.unsigned(size), c.unsigned(size));
  }

  /** By the start and the length. */
  AddressRange storedWithLength(Cursor c) {
    return withLength(c.unsigned(size), c.uleb());
  }

  /**
   * The next pair of a list before version 5 (DWARF 4, section 2.17.3): two numbers from the base;
   * after the highest number, a new base; null at the end, which is two zeros.
   */
  @Nullable AddressRange nextPair(Cursor c) {
    long highest = size == 8 ? -1 : (1L << 8 * size) - 1;
    while (true) {
      long start = c.unsigned(size);
      long end = c.unsigned(size);
      if (start == 0 && end == 0) {
        return null;
      }
      if (start != highest) {
        return fromBase(start, end);
      }
      base = end;
    }
  }

  private AddressRange fromBase(long start, long end) {
    return new AddressRange(base + start, base + end);
  }

  private static AddressRange withLength(long start, long length) {
    return new AddressRange(start, start + length);
  }
}
