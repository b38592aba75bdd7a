package dev.elfwright.fat;

/** Something is asked for that these files do not allow; the message is one line for the user. */
public final class FatRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Refuses.
   *
   * @param message what and why
   */
  public FatRefusedException(String message) {
    super(message);
  }
}
