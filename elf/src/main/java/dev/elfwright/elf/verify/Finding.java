package dev.elfwright.elf.verify;

/**
 * One place where a file breaks a rule.
 *
 * @param rule the rule
 * @param offset the byte offset in the file where it shows
 * @param place the structure, in the specification's words, such as {@code section 3 .text}
 * @param message what was found and what was expected
 */
public record Finding(Rule rule, long offset, String place, String message) {
  /** The severity that the rule has. */
  public Severity severity() {
    return rule.severity();
  }

  /** One line: severity, offset, place, message, rule. */
  @Override
  public String toString() {
    return "%s: offset 0x%x: %s: %s [%s]"
        .formatted(
            severity().name().toLowerCase(java.util.Locale.ROOT),
            offset,
            place,
            message,
            rule.id());
  }
}
