package dev.elfwright.machine.relocation;

import java.util.List;

/** Where the bits of a value lie in the bytes at a place. */
public sealed interface Field {
  /** Bytes that are read and written, from 0 to 8. */
  int size();

  /** What stands at the place with the value put in; other bits stay. */
  long insert(long word, long value);

  /** The value in a word; bits that the field does not hold are 0, the highest one is its sign. */
  long extract(long word);

  /** How the bytes make a number. */
  Order order();

  /** How the bytes at the place make a number. */
  enum Order {
    /** As the file says in EI_DATA. */
    FILE,
    /** Lowest byte first in any file: instructions of AArch64 and RISC-V. */
    LITTLE,
    /** Two halfwords in the file's order, the first one upper: 32-bit Thumb instructions. */
    HALFWORDS
  }

  /** No bytes: hints, and what only a loader can do. */
  record None() implements Field {
    @Override
    public int size() {
      return 0;
    }

    @Override
    public long insert(long word, long value) {
      return word;
    }

    @Override
    public long extract(long word) {
      return 0;
    }

    @Override
    public Order order() {
      return Order.FILE;
    }
  }

  /**
   * Bits of the value, cut and spread as an instruction wants them.
   *
   * @param slices which go where
   */
  record Bits(int size, Order order, List<Slice> slices) implements Field {
    public Bits {
      slices = List.copyOf(slices);
    }

    @Override
    public long insert(long word, long value) {
      long result = word;
      for (Slice slice : slices) {
        result = slice.insert(result, value);
      }
      return result;
    }

    @Override
    public long extract(long word) {
      long value = 0;
      int top = 0;
      for (Slice slice : slices) {
        value += slice.extract(word);
        top = Math.max(top, slice.valueBit() + slice.length());
      }
      return value << (64 - top) >> (64 - top);
    }
  }

  /**
   * Bits that lie together in both, written {@code 31:12=31:12} as in processor manuals, those of
   * the place first.
   *
   * @param placeBit the lowest bit in the place
   * @param valueBit the lowest bit in the value
   * @param rounding what is added to the value before it is cut, so that a signed lower part in
   *     another slice makes it whole again
   */
  record Slice(int placeBit, int valueBit, int length, long rounding) {
    private long mask() {
      return -1L >>> (64 - length);
    }

    long insert(long word, long value) {
      long bits = (value + rounding) >> valueBit & mask();
      return word & ~(mask() << placeBit) | bits << placeBit;
    }

    long extract(long word) {
      long bits = word >>> placeBit & mask();
      return bits << valueBit;
    }
  }

  /** AArch64's MOVN and MOVZ: 16 bits of the value, or of its complement, by its sign. */
  record MoveWide(int valueBit) implements Field {
    private static final int IMMEDIATE = 5;
    private static final long MASK = 0xffffL << IMMEDIATE;
    private static final long MOVZ = 1L << 30;

    @Override
    public int size() {
      return 4;
    }

    @Override
    public Order order() {
      return Order.LITTLE;
    }

    @Override
    public long insert(long word, long value) {
      long magnitude = value < 0 ? ~value : value;
      long bits = (magnitude >> valueBit & 0xffff) << IMMEDIATE;
      return word & ~(MASK | MOVZ) | bits | (value < 0 ? 0 : MOVZ);
    }

    @Override
    public long extract(long word) {
      long bits = ((word & MASK) >> IMMEDIATE) << valueBit;
      return (word & MOVZ) == 0 ? ~bits : bits;
    }
  }

  /** RISC-V's ULEB128: as many bytes as stand there already, each with seven bits. */
  record Uleb128() implements Field {
    @Override
    public int size() {
      return 8;
    }

    @Override
    public Order order() {
      return Order.LITTLE;
    }

    @Override
    public long insert(long word, long value) {
      long result = word;
      for (int i = 0; i < length(word); i++) {
        result &= ~(0x7fL << 8 * i);
        result |= (value >>> 7 * i & 0x7f) << 8 * i;
      }
      return result;
    }

    @Override
    public long extract(long word) {
      long value = 0;
      for (int i = 0; i < length(word); i++) {
        value |= (word >>> 8 * i & 0x7f) << 7 * i;
      }
      return value;
    }

    /** The bytes of the number, 8 when it does not end before. */
    public int length(long word) {
      int last = Long.numberOfTrailingZeros(~word & 0x8080_8080_8080_8080L) / 8;
      return Math.min(last + 1, 8);
    }
  }

  /** ARM's loads: the distance without sign in the slices, its direction in bit 23. */
  record Magnitude(Bits bits) implements Field {
    private static final long UP = 1L << 23;

    @Override
    public int size() {
      return bits.size();
    }

    @Override
    public Order order() {
      return bits.order();
    }

    @Override
    public long insert(long word, long value) {
      return bits.insert(word & ~UP, Math.abs(value)) | (value < 0 ? 0 : UP);
    }

    @Override
    public long extract(long word) {
      long magnitude = 0;
      for (Slice slice : bits.slices()) {
        magnitude += slice.extract(word);
      }
      return (word & UP) == 0 ? -magnitude : magnitude;
    }
  }

  /**
   * ARM's MOVT: the upper 16 of 32 bits. As an addend it reads as its 16 bits with sign, for the
   * lower half of an addend is all that a pair of MOVW and MOVT can hold (AAELF32, "Addends").
   */
  record UpperHalf(Bits bits) implements Field {
    @Override
    public int size() {
      return bits.size();
    }

    @Override
    public Order order() {
      return bits.order();
    }

    @Override
    public long insert(long word, long value) {
      return bits.insert(word, value >> 16);
    }

    @Override
    public long extract(long word) {
      return bits.extract(word);
    }
  }

  /** Thumb's BL and B.W: the two bits below the sign are stored as "same as the sign". */
  record ThumbBranch() implements Field {
    private static final Bits PLAIN =
        (Bits) FieldText.parse("2+2 26=24 13=23 11=22 25:16=21:12 10:0=11:1");

    @Override
    public int size() {
      return 4;
    }

    @Override
    public Order order() {
      return Order.HALFWORDS;
    }

    @Override
    public long insert(long word, long value) {
      return PLAIN.insert(word, mixed(value));
    }

    @Override
    public long extract(long word) {
      return mixed(PLAIN.extract(word));
    }

    private static long mixed(long value) {
      return value < 0 ? value : value ^ 0xc0_0000L;
    }
  }
}
