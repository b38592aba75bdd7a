package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Form;
import dev.elfwright.dwarf.constant.Tag;
import java.util.Arrays;

/**
 * Where the entries of one unit begin and how they hang together, found in one pass. It makes
 * parents and siblings a matter of one look, whatever a file says of them, and is where a reference
 * has to lead to.
 */
final class EntryTable {
  /** Marks an entry without parent or without a next sibling. */
  static final int NONE = -1;

  /**
   * Compilers write six bytes and more for an entry on average. A table takes 20, and so not much
   * more than the unit itself, in which a byte could be one.
   */
  private static final int LEAST_BYTES = 3;

  private static final int ALWAYS_ALLOWED = 1 << 19;

  private final Unit unit;
  private int count;
  private int[] offsets = new int[64];
  private int[] parents = new int[64];
  private int[] nexts = new int[64];
  private Abbreviation[] shapes = new Abbreviation[64];

  private EntryTable(Unit unit) {
    this.unit = unit;
  }

  static EntryTable of(Unit unit, Extent extent) {
    EntryTable table = new EntryTable(unit);
    table.read(extent);
    return table;
  }

  private void read(Extent extent) {
    UnitHeader header = unit.header();
    Abbreviations abbreviations = unit.abbreviations();
    Cursor c = unit.cursor(header.firstEntry());
    if (header.end() - header.offset() > Integer.MAX_VALUE) {
      throw c.malformed("a unit of more than 2 GiB");
    }
    int parent = NONE;
    int previous = NONE;
    long functionEnd = 0; // of the last function, where the compiler says it
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
      if (extent == Extent.OUTLINE && parent != NONE && isInside(shapes[parent].tag(), shape)) {
        if (functionEnd > c.position() && functionEnd <= c.limit()) {
          c.moveTo(functionEnd);
          previous = parent;
          parent = parents[parent];
          continue;
        }
        shape.skipAll(c, header);
        if (shape.hasChildren()) {
          skipChildren(c, abbreviations);
        }
        continue;
      }
      if (count > ALWAYS_ALLOWED + offset / LEAST_BYTES) {
        throw c.malformed(count + " entries in 0x%x bytes".formatted(offset));
      }
      int index = add(offset, parent, shape);
      if (previous != NONE) {
        nexts[previous] = index;
      }
      if (extent == Extent.OUTLINE && shape.tag() == Tag.SUBPROGRAM) {
        functionEnd = sibling(shape, header);
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

  /** Where DW_AT_sibling leads: 0 when there is none, or it is not stored in the usual way. */
  private long sibling(Abbreviation shape, UnitHeader header) {
    for (int i = 0; i < shape.names().length; i++) {
      if (shape.names()[i] == At.SIBLING && shape.forms()[i] == Form.REF4) {
        Cursor c = unit.cursor(header.offset() + offsets[count - 1]);
        c.skipLeb();
        for (int before = 0; before < i; before++) {
          Abbreviation.skip(c, shape.forms()[before], header);
        }
        return header.offset() + c.u32();
      }
    }
    return 0;
  }

  /** Whether an entry tells how a function works, and not how it is called. */
  private static boolean isInside(int parent, Abbreviation shape) {
    return parent == Tag.SUBPROGRAM
        && shape.tag() != Tag.FORMAL_PARAMETER
        && shape.tag() != Tag.UNSPECIFIED_PARAMETERS;
  }

  /** Moves past all that hangs from an entry. */
  private void skipChildren(Cursor c, Abbreviations abbreviations) {
    for (int depth = 1; depth > 0 && c.hasMore(); ) {
      long code = c.uleb();
      if (code == 0) {
        depth--;
        continue;
      }
      Abbreviation shape = abbreviations.find(code);
      if (shape == null) {
        throw c.malformed("an entry of abbreviation 0x%x, which is not defined".formatted(code));
      }
      shape.skipAll(c, unit.header());
      if (shape.hasChildren()) {
        depth++;
      }
    }
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
