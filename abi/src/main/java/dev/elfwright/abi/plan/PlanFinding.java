package dev.elfwright.abi.plan;

/**
 * What a rule says of a plan.
 *
 * @param rule the rule
 * @param severity how bad it is
 * @param version the version that it is about, from 1
 * @param message one sentence
 */
public record PlanFinding(ExtensionRule rule, Severity severity, int version, String message) {
  /** How bad it is. */
  public enum Severity {
    /** Consumers or providers that exist break, in any family. */
    BREAKS,
    /** It breaks in some families; the matrices say in which. */
    DEPENDS,
    /** What consumers or providers have to keep to, for nothing can check it. */
    DUTY
  }
}
