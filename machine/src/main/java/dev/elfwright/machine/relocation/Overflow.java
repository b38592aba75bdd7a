package dev.elfwright.machine.relocation;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which values a field takes. Written in the tables as {@code signed16}, {@code unsigned32}, {@code
 * either8} or {@code any}, with {@code /4} behind it for values that must be multiples of four.
 * {@code signed32+0x800} takes what is in the range after the rounding of {@link Field.Slice}: an
 * upper part whose signed lower part another instruction adds reaches from -2^31-0x800 to
 * 2^31-0x801.
 *
 * @param range what is tested
 * @param bits the width of the value in bits, 1 to 64
 * @param rounding what is added to the value before it is tested
 * @param alignment a power of two in bytes
 */
public record Overflow(Range range, int bits, long rounding, int alignment) {
  private static final Pattern TEXT =
      Pattern.compile("([a-z]+)([0-9]*)(?:\\+0x([0-9a-f]+))?(?:/([0-9]+))?");

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
    Matcher rule = TEXT.matcher(text);
    if (!rule.matches()) {
      throw new IllegalArgumentException("no overflow rule: " + text);
    }
    String bits = rule.group(2);
    String rounding = rule.group(3);
    String alignment = rule.group(4);
    return new Overflow(
        Range.valueOf(rule.group(1).toUpperCase(Locale.ROOT)),
        bits.isEmpty() ? 64 : Integer.parseInt(bits),
        rounding == null ? 0 : Long.parseLong(rounding, 16),
        alignment == null ? 1 : Integer.parseInt(alignment));
  }

  /** Whether a value lies in the range. */
  public boolean fits(long value) {
    long rounded = value + rounding;
    boolean signed = rounded >> (bits - 1) == 0 || rounded >> (bits - 1) == -1;
    boolean unsigned = bits == 64 || rounded >>> bits == 0;
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
    String added = rounding == 0 ? "" : "+0x" + Long.toHexString(rounding);
    String multiple = alignment == 1 ? "" : "/" + alignment;
    return range.name().toLowerCase(Locale.ROOT) + width + added + multiple;
  }
}
