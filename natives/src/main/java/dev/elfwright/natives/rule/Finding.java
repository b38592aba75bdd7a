package dev.elfwright.natives.rule;

import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One thing that a rule found.
 *
 * @param rule the rule's name, {@link Rule#name}
 * @param severity whether it breaks the rule
 * @param place where it is: {@code app.jar!/linux/x86-64/libapp.so}
 * @param subject what it is about: a symbol, a library, a folder; empty for the whole file
 * @param problem what was found and what was expected
 * @param remedy what to do
 */
public record Finding(
    String rule, Severity severity, String place, String subject, String problem, String remedy) {
  /** Whether a finding breaks a rule. */
  public enum Severity {
    /** It does. */
    VIOLATION,
    /** It may, which cannot be seen from the files. */
    NOTE
  }

  static Finding violation(Rule rule, Object place, String subject, String problem, String remedy) {
    return new Finding(rule.name(), Severity.VIOLATION, place.toString(), subject, problem, remedy);
  }

  /** Nothing where a rule is kept, or else what breaks it. */
  static Stream<Finding> unless(boolean kept, Supplier<Finding> violation) {
    return kept ? Stream.empty() : Stream.of(violation.get());
  }

  /** Whether it breaks the rule. */
  public boolean isViolation() {
    return severity == Severity.VIOLATION;
  }

  /** One line: place, subject, problem, remedy and rule. */
  @Override
  public String toString() {
    String line =
        "%s: %s%s; %s [%s]"
            .formatted(place, subject.isEmpty() ? "" : subject + ": ", problem, remedy, rule);
    // Names from a file may hold anything.
    return line.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
