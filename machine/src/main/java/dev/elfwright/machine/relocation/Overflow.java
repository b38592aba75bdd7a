package dev.elfwright.machine.relocation;

/**
 * Which values a field takes. Written in the tables as {@code signed16}, {@code unsigned32}, {@code
 * either8} or {@code any}, with {@code /4} behind it for values that must be multiples of four.
 *
 * @param range what is tested
 * @param bits the width of the value in bits, 1 to 64
 * @param alignment a power of two in bytes
 */
public record Overflow(Range range, int bits, int alignment) {
  /** How the upper bits of a value may look. */
  public enum Range {
    /** From -2^(bits-1) to 2^(bits-1)-1. */
    SIGNED,
    /** From 0 to 2^bits-1. */
    UNSIGNED,
    /** From -2^(bits-1) to 2^bits-1: what fits as a signed or as an unsigned number. */
    EITHER,
    /** Any: the field takes a part of the value, or all of it. */
    ANY
  }

  /** Reads a rule in the spelling of the tables. */
  static Overflow parse(String text) {
    String[] parts = text.split("/");
    int alignment = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
    String word = parts[0].replaceAll("[0-9]", "");
    String bits = parts[0].substring(word.length());
    return new Overflow(
        Range.valueOf(word.toUpperCase(java.util.Locale.ROOT)),
        bits.isEmpty() ? 64 : Integer.parseInt(bits),
        alignment);
  }

  /** Whether a value lies in the range. */
  public boolean fits(long value) {
    boolean signed = value >> (bits - 1) == 0 || value >> (bits - 1) == -1;
    boolean unsigned = bits == 64 || value >>> bits == 0;
    return switch (range) {
      case SIGNED -> signed;
      case UNSIGNED -> unsigned;
      case EITHER -> signed || unsigned;
      case ANY -> true;
    };
  }

  /** Whether a value is as aligned as the field needs it. */
  public boolean isAligned(long value) {
    return (value & (alignment - 1)) == 0;
  }

  /** The rule as the tables have it. */
  public String text() {
    String width = range == Range.ANY ? "" : Integer.toString(bits);
    String multiple = alignment == 1 ? "" : "/" + alignment;
    return range.name().toLowerCase(java.util.Locale.ROOT) + width + multiple;
  }
}
