package dev.elfwright.cli;

/** Stands where a command's module is still to come, so that the command line says so honestly. */
public final class NotBuiltYet {
  private NotBuiltYet() {}

  /** The error for a command that is declared and not there. */
  public static InputException error(String command) {
    return new InputException("'" + command + "' is not built yet in this version");
  }
}
