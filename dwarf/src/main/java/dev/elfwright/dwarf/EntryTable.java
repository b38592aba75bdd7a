package dev.elfwright.dwarf;

import java.util.Arrays;

/**
 * Where the entries of one unit begin and how they hang together, found in one pass. It makes
 * parents and siblings a matter of one look, whatever a file says of them, and is where a reference
 * has to lead to.
 */
final class EntryTable {
  /** Marks an entry without parent or without a next sibling. */
  static final int NONE = -1;

  private final Unit unit;
  private int count;
  private int[] offsets = new int[64];
  private int[] parents = new int[64];
  private int[] nexts = new int[64];
  private Abbreviation[] shapes = new Abbreviation[64];

  private EntryTable(Unit unit) {
    this.unit = unit;
  }

  static EntryTable of(Unit unit) {
    EntryTable table = new EntryTable(unit);
    table.read();
    return table;
  }

  private void read() {
    UnitHeader header = unit.header();
    Abbreviations abbreviations = unit.abbreviations();
    Cursor c = unit.cursor(header.firstEntry());
    if (header.end() - header.offset() > Integer.MAX_VALUE) {
      throw c.malformed("a unit of more than 2 GiB");
    }
    int parent = NONE;
    int previous = NONE;
    while (c.hasMore()) {
      int offset = (int) (c.position() - header.offset());
      long code = c.uleb();
      if (code == 0) {
        if (parent == NONE) {
          // Padding behind the last entry.
          continue;
        }
        previous = parent;
        parent = parents[parent];
        continue;
      }
      Abbreviation shape = abbreviations.find(code);
      if (shape == null) {
        throw c.malformed("an entry of abbreviation 0x%x, which is not defined".formatted(code));
      }
      int index = add(offset, parent, shape);
      if (previous != NONE) {
        nexts[previous] = index;
      }
      shape.skipAll(c, header);
      previous = index;
      if (shape.hasChildren()) {
        parent = index;
        previous = NONE;
      }
    }
    offsets = Arrays.copyOf(offsets, count);
    parents = Arrays.copyOf(parents, count);
    nexts = Arrays.copyOf(nexts, count);
    shapes = Arrays.copyOf(shapes, count);
  }

  private int add(int offset, int parent, Abbreviation shape) {
    if (count == offsets.length) {
      int more = count + (count >> 1);
      offsets = Arrays.copyOf(offsets, more);
      parents = Arrays.copyOf(parents, more);
      nexts = Arrays.copyOf(nexts, more);
      shapes = Arrays.copyOf(shapes, more);
    }
    offsets[count] = offset;
    parents[count] = parent;
    nexts[count] = NONE;
    shapes[count] = shape;
    return count++;
  }

  int count() {
    return count;
  }

  /** In bytes from the start of the unit. */
  int offset(int index) {
    return offsets[index];
  }

  Abbreviation shape(int index) {
    return shapes[index];
  }

  int parent(int index) {
    return parents[index];
  }

  /** The next entry with the same parent. */
  int next(int index) {
    return nexts[index];
  }

  int firstChild(int index) {
    int next = index + 1;
    return next < count && parents[next] == index ? next : NONE;
  }

  /** The entry that begins at an offset from the start of the unit, or {@link #NONE}. */
  int at(long offset) {
    int found =
        offset >= 0 && offset <= Integer.MAX_VALUE
            ? Arrays.binarySearch(offsets, (int) offset)
            : NONE;
    return found >= 0 ? found : NONE;
  }
}
