package dev.elfwright.link.scope;

import dev.elfwright.elf.ElfFormatException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The hash tables of all objects as one. An entry is an object's position and a symbol's index; the
 * entries of one hash form a chain in the order of the scope, and within an object in the order of
 * its own table.
 *
 * <p>Columns of ints, filled from the last object to the first so that each entry goes to the head
 * of its chain: 400,000 entries take 8 MB and some 10 ms.
 */
final class DefinitionIndex {
  private static final int END = -1;

  /** Far more symbols of one hash than names that collide by chance or are defined everywhere. */
  private static final int LONGEST = 1024;

  private final int multiplier = new SplittableRandom().nextInt() | 1;
  private final int shift;
  private final int longest;
  private final int[] lengths;
  private final int[] heads;
  private final int[] next;
  private final int[] hash;
  private final int[] owner;
  private final int[] symbol;

  DefinitionIndex(List<ScopeObject> objects, List<Columns> columns) {
    int count = columns.stream().mapToInt(c -> c.symbols().length).sum();
    heads = new int[Integer.highestOneBit(Math.max(count, 8)) * 2];
    lengths = new int[heads.length];
    shift = Integer.numberOfLeadingZeros(heads.length) + 1;
    longest = LONGEST + 4 * objects.size();
    next = new int[count];
    hash = new int[count];
    owner = new int[count];
    symbol = new int[count];
    java.util.Arrays.fill(heads, END);
    int entry = 0;
    for (int position = objects.size() - 1; position >= 0; position--) {
      entry = add(objects.get(position), columns.get(position), position, entry);
    }
  }

  private int add(ScopeObject object, Columns columns, int position, int firstEntry) {
    int[] covered = columns.symbols();
    int[] hashes = columns.hashes();
    int entry = firstEntry;
    for (int i = covered.length - 1; i >= 0; i--, entry++) {
      int slot = slot(hashes[i]);
      if (++lengths[slot] > longest) {
        throw new ElfFormatException(
            object.object().model().file(),
            -1,
            "hash table",
            "more than %d symbols share one hash".formatted(longest));
      }
      hash[entry] = hashes[i];
      owner[entry] = position;
      symbol[entry] = covered[i];
      next[entry] = heads[slot];
      heads[slot] = entry;
    }
    return entry;
  }

  /** Multiplied by a number that nobody can know, so that no file can fill one slot on purpose. */
  private int slot(int value) {
    return (value | 1) * multiplier >>> shift;
  }

  /** The first entry of this hash, whose bit 0 counts for nothing, or a negative number. */
  int first(int value) {
    return find(heads[slot(value & ~1)], value & ~1);
  }

  /** The next entry of the same hash, or a negative number. */
  int after(int entry) {
    return find(next[entry], hash[entry]);
  }

  private int find(int from, int value) {
    int entry = from;
    while (entry != END && hash[entry] != value) {
      entry = next[entry];
    }
    return entry;
  }

  int owner(int entry) {
    return owner[entry];
  }

  int symbol(int entry) {
    return symbol[entry];
  }
}
