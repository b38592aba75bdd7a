package dev.elfwright.livepatch.calls;

import java.util.Locale;

/**
 * Something that a compiler saw in the body of a function, that callers which stay may have been
 * compiled by, and that does not hold for the function's replacement.
 *
 * @param kind what it is
 * @param isBroken whether a caller certainly goes wrong; else it may
 * @param object {@code vmlinux} or a module
 * @param function the function that is replaced
 * @param caller a function that calls it and stays
 * @param offset of the call, in bytes from the caller's start
 * @param message all of it in one line
 */
public record Assumption(
    Kind kind,
    boolean isBroken,
    String object,
    String function,
    String caller,
    long offset,
    String message) {

  /** What compilers conclude from bodies, with the option of GCC that lets it. */
  public enum Kind {
    /**
     * Parameters were removed, split or made constants, and the function became a clone with a name
     * of the compiler's: {@code -fipa-sra}, {@code -fipa-cp}, {@code -fpartial-inlining}.
     */
    PARAMETERS,
    /** It never returns, so nothing stands behind calls: {@code -fipa-pure-const}. */
    NEVER_RETURNS,
    /**
     * It does nothing but compute (pure, or const where it does not even read memory), so calls may
     * be left out, merged or moved: {@code -fipa-pure-const}.
     */
    NO_EFFECTS,
    /** It leaves registers alone that functions may change: {@code -fipa-ra}. */
    REGISTERS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
