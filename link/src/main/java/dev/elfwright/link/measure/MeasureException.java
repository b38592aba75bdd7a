package dev.elfwright.link.measure;

/** A measurement that cannot be made; the message is one line that says why. */
public final class MeasureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a message fit for a user. */
  public MeasureException(String message) {
    super(message);
  }
}
