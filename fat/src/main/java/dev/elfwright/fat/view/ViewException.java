package dev.elfwright.fat.view;

/** Why a view cannot be made, refreshed or taken away; the message is one line for the user. */
public final class ViewException extends RuntimeException {
  ViewException(String message) {
    super(message);
  }

  ViewException(String message, Throwable cause) {
    super(message, cause);
  }
}
