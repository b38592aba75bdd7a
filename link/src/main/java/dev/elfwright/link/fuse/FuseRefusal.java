package dev.elfwright.link.fuse;

/** A program that cannot be fused, and why, in one line. Nothing was written. */
public final class FuseRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  FuseRefusal(String message) {
    super(message);
  }
}
