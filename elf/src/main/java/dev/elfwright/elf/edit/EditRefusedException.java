package dev.elfwright.elf.edit;

import dev.elfwright.elf.Names;

/**
 * A change cannot be made to this file, or not in the layout asked for: the file is well-formed,
 * but has no such section, no room, or something would point to what is gone. The message is one
 * line.
 */
public final class EditRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Describes one refusal.
   *
   * @param file the file's name as the user knows it
   * @param reason what cannot be done, and why
   */
  public EditRefusedException(String file, String reason) {
    super(Names.printable(file + ": " + reason));
  }
}
