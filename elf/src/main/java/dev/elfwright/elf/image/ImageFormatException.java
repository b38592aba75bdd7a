package dev.elfwright.elf.image;

/** A text is no image of its format. The message names the file, the line and what was expected. */
public final class ImageFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Describes one defect.
   *
   * @param file the file's name as the user knows it
   * @param line the line's number, from 1
   * @param message what was found and what was expected
   */
  public ImageFormatException(String file, int line, String message) {
    super("%s: line %d: %s".formatted(file, line, message));
  }
}
