package dev.elfwright.machine.relocation;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a value is computed from {@link Term}s, as psABIs write it: {@code S + A - P}, {@code Page(S
 * + A) - Page(P)}. All arithmetic is modulo 2^64.
 */
public sealed interface Formula {
  /** A number that the caller gives. */
  record Given(Term term) implements Formula {}

  /** A number of the formula itself. */
  record Constant(long number) implements Formula {}

  /** {@code left + right}. */
  record Sum(Formula left, Formula right) implements Formula {}

  /** {@code left - right}. */
  record Difference(Formula left, Formula right) implements Formula {}

  /** {@code left | right}. */
  record Or(Formula left, Formula right) implements Formula {}

  /** The operand with its lower bits cleared. */
  record RoundedDown(Rounding rounding, Formula operand) implements Formula {}

  /** What {@link RoundedDown} rounds to, as it is written. */
  enum Rounding {
    /** {@code Page(X)}: pages of 4096 bytes, whatever the kernel's are. */
    PAGE("Page", 12),
    /** {@code Word(X)}: words of 4 bytes. */
    WORD("Word", 2),
    /** {@code High(X)}: the upper 32 of 64 bits. */
    HIGH("High", 32);

    private final String text;
    private final int bits;

    Rounding(String text, int bits) {
      this.text = text;
      this.bits = bits;
    }

    String text() {
      return text;
    }

    long apply(long value) {
      return value >> bits << bits;
    }
  }

  /** Reads a formula in the spelling of the tables. */
  static Formula parse(String text) {
    return new FormulaParser(text).formula();
  }

  /** The value of the formula. */
  default long value(Values values) {
    return switch (this) {
      case Given(Term term) -> values.of(term);
      case Constant(long number) -> number;
      case Sum(Formula left, Formula right) -> left.value(values) + right.value(values);
      case Difference(Formula left, Formula right) -> left.value(values) - right.value(values);
      case Or(Formula left, Formula right) -> left.value(values) | right.value(values);
      case RoundedDown(Rounding rounding, Formula operand) -> rounding.apply(operand.value(values));
    };
  }

  /** The terms that occur. */
  default Set<Term> terms() {
    Set<Term> found = EnumSet.noneOf(Term.class);
    collect(this, found);
    return found;
  }

  private static void collect(Formula formula, Set<Term> found) {
    switch (formula) {
      case Given(Term term) -> found.add(term);
      case Constant _ -> {}
      case Sum(Formula left, Formula right) -> collect(left, right, found);
      case Difference(Formula left, Formula right) -> collect(left, right, found);
      case Or(Formula left, Formula right) -> collect(left, right, found);
      case RoundedDown(_, Formula operand) -> collect(operand, found);
    }
  }

  private static void collect(Formula left, Formula right, Set<Term> found) {
    collect(left, found);
    collect(right, found);
  }

  /** The formula as the tables have it. */
  default String text() {
    return FormulaText.of(this, FormulaText.NAMES);
  }

  /** The formula with numbers in place of the terms: {@code 0x1000 + 8 - 0x400}. */
  default String text(Values values) {
    return FormulaText.of(this, term -> FormulaText.number(values.of(term)));
  }
}
