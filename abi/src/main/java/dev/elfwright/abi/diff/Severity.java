package dev.elfwright.abi.diff;

/** What a change does to programs that exist. */
public enum Severity {
  /** Every program that uses what has changed is broken. */
  BREAKS,
  /** Programs are broken that use it in a way that their files show. */
  BREAKS_SOME,
  /** What was there has changed, in a way that programs which exist do not notice. */
  SAFE_EXTENSION,
  /** There is more than before. */
  ADDITION,
  /** Only source code can tell the difference. */
  HARMLESS;

  /** Whether programs may be broken. */
  public boolean isBreaking() {
    return this == BREAKS || this == BREAKS_SOME;
  }
}
