package dev.elfwright.link.graph;

/** A well-formed ELF file that no loader has anything to do with: it has no dynamic section. */
public final class NotDynamicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotDynamicException(String file) {
    super(file + ": statically linked: it has no dynamic section");
  }
}
