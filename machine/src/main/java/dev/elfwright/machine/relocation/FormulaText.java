package dev.elfwright.machine.relocation;

import java.util.function.Function;

/** Writes formulas. */
final class FormulaText {
  static final Function<Term, String> NAMES = Term::name;

  private FormulaText() {}

  static String of(Formula formula, Function<Term, String> term) {
    return switch (formula) {
      case Formula.Given(Term t) -> term.apply(t);
      case Formula.Constant(long number) -> number(number);
      case Formula.Sum(Formula left, Formula right) -> of(left, term) + " + " + inner(right, term);
      case Formula.Difference(Formula left, Formula right) ->
          of(left, term) + " - " + inner(right, term);
      case Formula.Or(Formula left, Formula right) ->
          inner(left, term) + " | " + inner(right, term);
      case Formula.Applied(var function, Formula operand) ->
          function.text() + "(" + of(operand, term) + ")";
    };
  }

  private static String inner(Formula formula, Function<Term, String> term) {
    return switch (formula) {
      case Formula.Given _, Formula.Constant _, Formula.Applied _ -> of(formula, term);
      case Formula.Sum _, Formula.Difference _, Formula.Or _ -> "(" + of(formula, term) + ")";
    };
  }

  /** Small numbers as people count, others in hexadecimal, with their sign. */
  static String number(long number) {
    if (number > -10 && number < 10) {
      return Long.toString(number);
    }
    return number < 0 ? "-0x" + Long.toHexString(-number) : "0x" + Long.toHexString(number);
  }
}
