package dev.elfwright.livepatch.object;

import java.util.Arrays;

/**
 * The relocations of a section in order of their offsets, and where each leads. Columns instead of
 * objects, for a kernel's object has tens of thousands.
 */
public final class Relocations {
  static final Relocations NONE =
      new Relocations(new int[0], new int[0], new ObjectSymbol[0], new long[0]);

  private final int[] offsets;
  private final int[] types;
  private final ObjectSymbol[] symbols;
  private final long[] addends;
  private final long[] positions;
  private final Piece[] targets;

  Relocations(int[] offsets, int[] types, ObjectSymbol[] symbols, long[] addends) {
    this.offsets = offsets;
    this.types = types;
    this.symbols = symbols;
    this.addends = addends;
    this.positions = new long[offsets.length];
    this.targets = new Piece[offsets.length];
  }

  /** How many there are. */
  public int count() {
    return offsets.length;
  }

  /** r_offset, in bytes from the section's start. */
  public int offset(int i) {
    return offsets[i];
  }

  /** The relocation type. */
  public int type(int i) {
    return types[i];
  }

  /** The symbol. */
  public ObjectSymbol symbol(int i) {
    return symbols[i];
  }

  /** r_addend. */
  public long addend(int i) {
    return addends[i];
  }

  /**
   * Whether it leads to a piece of the object; otherwise it leads to a symbol defined elsewhere.
   */
  public boolean isInside(int i) {
    return targets[i] != null;
  }

  /**
   * The piece it leads to.
   *
   * @throws IllegalStateException when it leads out of the object
   */
  public Piece target(int i) {
    Piece target = targets[i];
    if (target == null) {
      throw new IllegalStateException(symbols[i] + " is not of this object");
    }
    return target;
  }

  /** The offset in {@link #target} that is meant, whatever the processor counts from. */
  public long targetOffset(int i) {
    return positions[i] - target(i).start();
  }

  /** The index of the first with an offset of at least this. */
  public int from(long offset) {
    int i = Arrays.binarySearch(offsets, (int) offset);
    if (i < 0) {
      return -i - 1;
    }
    while (i > 0 && offsets[i - 1] == offset) {
      i--;
    }
    return i;
  }

  /** The offset in the symbol's section that is meant. */
  long position(int i) {
    return positions[i];
  }

  void position(int i, long value) {
    positions[i] = value;
  }

  void target(int i, Piece piece) {
    targets[i] = piece;
  }
}
