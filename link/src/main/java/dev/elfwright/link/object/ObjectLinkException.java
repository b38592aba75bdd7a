package dev.elfwright.link.object;

/**
 * Object files that cannot be linked as it is asked for. The message names file, section, offset,
 * symbol and relocation, as far as the reason has them.
 */
public final class ObjectLinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal with its reason. */
  public ObjectLinkException(String message) {
    super(message);
  }
}
