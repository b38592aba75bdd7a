package dev.elfwright.cli;

/** An input that a command cannot use; the message is the whole line that the user sees. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Refuses an input.
   *
   * @param message one line that names the input and the reason
   */
  public InputException(String message) {
    super(message);
  }

  /** The same message as that of the exception that a module refuses an input with. */
  public static InputException because(Exception e) {
    String message = e.getMessage();
    return new InputException(message == null ? e.toString() : message);
  }
}
