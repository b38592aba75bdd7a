package dev.elfwright.fat;

/**
 * A rule that a fat file breaks.
 *
 * @param rule the rule
 * @param offset where it shows, in bytes from the file's start
 * @param place the structure: {@code "FatELF record 2"}
 * @param message what was found and what was expected
 */
public record FatFinding(FatRule rule, long offset, String place, String message) {
  @Override
  public String toString() {
    return "%s: offset 0x%x: %s: %s".formatted(rule.id(), offset, place, message);
  }
}
