package dev.elfwright.machine.relocation;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads formulas: terms and numbers joined by {@code +}, {@code -} and {@code |} of equal rank from
 * left to right, with parentheses and functions.
 */
final class FormulaParser {
  private static final Pattern TOKEN = Pattern.compile("0x[0-9a-f]+|\\w+|[-+|()]");

  private final String text;
  private final List<String> tokens;
  private int next;

  FormulaParser(String text) {
    this.text = text;
    this.tokens = TOKEN.matcher(text).results().map(MatchResult::group).toList();
  }

  Formula formula() {
    Formula formula = sum();
    if (next < tokens.size()) {
      throw wrong();
    }
    return formula;
  }

  private Formula sum() {
    Formula left = operand();
    while (next < tokens.size() && !tokens.get(next).equals(")")) {
      left =
          switch (take()) {
            case "+" -> new Formula.Sum(left, operand());
            case "-" -> new Formula.Difference(left, operand());
            case "|" -> new Formula.Or(left, operand());
            default -> throw wrong();
          };
    }
    return left;
  }

  private Formula operand() {
    String token = take();
    if (token.equals("(")) {
      return closed();
    }
    if (Character.isDigit(token.charAt(0))) {
      return new Formula.Constant(Long.decode(token));
    }
    for (Formula.Function function : Formula.Function.values()) {
      if (token.equals(function.text()) && take().equals("(")) {
        return new Formula.Applied(function, closed());
      }
    }
    return Arrays.stream(Term.values())
        .filter(term -> term.name().equals(token))
        .findFirst()
        .map(Formula.Given::new)
        .orElseThrow(this::wrong);
  }

  private Formula closed() {
    Formula formula = sum();
    if (!take().equals(")")) {
      throw wrong();
    }
    return formula;
  }

  private String take() {
    if (next == tokens.size()) {
      throw wrong();
    }
    return tokens.get(next++);
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("not a formula: " + text);
  }
}
