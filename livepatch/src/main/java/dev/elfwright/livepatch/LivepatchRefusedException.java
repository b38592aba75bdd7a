package dev.elfwright.livepatch;

/**
 * A change that cannot be carried into a running kernel, or inputs that do not fit each other; the
 * message is one line for the user and names what it is about.
 */
public final class LivepatchRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Refuses.
   *
   * @param message what and why
   */
  public LivepatchRefusedException(String message) {
    super(message);
  }
}
