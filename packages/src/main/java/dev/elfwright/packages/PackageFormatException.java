package dev.elfwright.packages;

/**
 * A package, archive or index is malformed, or larger than is allowed. The message is one line and
 * names the file, the place in it and what was expected.
 */
public final class PackageFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Describes one defect.
   *
   * @param where the file, and the member of it that was being read
   * @param message what was found and what was expected
   */
  public PackageFormatException(String where, String message) {
    super(oneLine(where + ": " + message));
  }

  /** Names come from the input, and may hold what moves a terminal's cursor. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            line.append("\\x%02x".formatted(c));
          } else {
            line.appendCodePoint(c);
          }
        });
    return line.toString();
  }
}
