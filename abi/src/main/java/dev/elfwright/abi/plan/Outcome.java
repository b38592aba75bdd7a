package dev.elfwright.abi.plan;

/** What becomes of a field when a consumer of one version meets a provider of another. */
public enum Outcome {
  /** Both know it and agree, or neither needs it. */
  WORKS,
  /** The consumer can tell that it is not there. */
  WITHOUT_FIELD,
  /** The call, or loading, fails with an error. */
  REFUSED,
  /** What the consumer wrote is passed over, and nothing says so. */
  IGNORED,
  /** Bytes are taken for the field that nobody has set. */
  GARBAGE,
  /** Bytes behind the consumer's memory are written. */
  OVERFLOW;

  /** Whether nothing goes wrong without a word. */
  public boolean isSafe() {
    return compareTo(REFUSED) <= 0;
  }
}
