package dev.elfwright.rseq.code;

import org.jspecify.annotations.Nullable;

/**
 * The memory at {@code base + (index << shift) + displacement}.
 *
 * @param displacement -2048 to 2047, which every machine can add
 */
record Memory(Register base, @Nullable Register index, int shift, int displacement) {
  static Memory at(Register base) {
    return at(base, 0);
  }

  static Memory at(Register base, int displacement) {
    return new Memory(base, null, 0, displacement);
  }

  static Memory at(Register base, Register index) {
    return new Memory(base, index, 0, 0);
  }

  /** The word of eight bytes with this number. */
  static Memory word(Register base, Register number, int displacement) {
    return new Memory(base, number, 3, displacement);
  }
}
