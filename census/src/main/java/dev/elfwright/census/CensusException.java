package dev.elfwright.census;

/** A census, a source or a question cannot be used; the message is one line and says why. */
public final class CensusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public CensusException(String message) {
    super(message);
  }
}
