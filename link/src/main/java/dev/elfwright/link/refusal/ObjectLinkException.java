package dev.elfwright.link.refusal;

/**
 * Object files that cannot be linked as it is asked for. The message names file, section, offset,
 * symbol and relocation, as far as the reason has them.
 */
public final class ObjectLinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal with its reason, which stays one line whatever names the file has. */
  public ObjectLinkException(String message) {
    super(message.replaceAll("\\p{Cntrl}|[\u0085\u2028\u2029]", "?"));
  }
}
