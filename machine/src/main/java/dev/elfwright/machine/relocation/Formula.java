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

  /** A function of the operand. */
  record Applied(Function function, Formula operand) implements Formula {}

  /** What {@link Applied} computes, by the names in the tables. */
  enum Function {
    /** {@code Page(X)}: rounded down to 4096 bytes, whatever the size of the kernel's pages. */
    PAGE("Page"),
    /** {@code Word(X)}: rounded down to 4 bytes. */
    WORD("Word"),
    /**
     * {@code Borrow(X)}: 2^32 when bit 11 is set, else 0. On LoongArch the sign of a lower part of
     * 12 bits fills the lower word only, because the upper one is loaded over it.
     */
    BORROW("Borrow");

    private final String text;

    Function(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    long apply(long value) {
      return switch (this) {
        case PAGE -> value & -4096;
        case WORD -> value & -4;
        case BORROW -> (value & 0x800) << 21;
      };
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
      case Applied(Function function, Formula operand) -> function.apply(operand.value(values));
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
      case Applied(_, Formula operand) -> collect(operand, found);
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
