package dev.elfwright.abi.diff;

import dev.elfwright.abi.type.Layout;
import java.util.Optional;
import java.util.Set;

/**
 * One change.
 *
 * @param rule what kind it is
 * @param subject what changed: a symbol or a type
 * @param message how, in a few words
 * @param symbols names of the exported symbols that are concerned, or lead to the type
 * @param victims whom it breaks
 * @param layouts of a changed type, as it was and as it is
 */
public record Change(
    Rule rule,
    String subject,
    String message,
    Set<String> symbols,
    Victims victims,
    Optional<Layouts> layouts) {
  /** Copies the set. */
  public Change {
    symbols = Set.copyOf(symbols);
  }

  /** A layout as it was and as it is. */
  public record Layouts(Layout before, Layout after) {}

  /** What it does to programs that exist. */
  public Severity severity() {
    return rule.severity();
  }

  /** A change of one symbol. */
  static Change of(Rule rule, String symbol, String message, Victims victims) {
    return new Change(rule, symbol, message, Set.of(), victims, Optional.empty());
  }
}
