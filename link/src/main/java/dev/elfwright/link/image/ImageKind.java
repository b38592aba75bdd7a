package dev.elfwright.link.image;

/** What is linked. */
enum ImageKind {
  /** A shared library. */
  LIBRARY,
  /** A program that the kernel puts anywhere. */
  PIE,
  /** A program at a fixed address, which a loader completes. */
  FIXED,
  /** A program at a fixed address that needs no loader. */
  STATIC;

  /** Whether addresses are known only when it is loaded. */
  boolean moves() {
    return this == LIBRARY || this == PIE;
  }

  /** Whether a loader reads it. */
  boolean isDynamic() {
    return this != STATIC;
  }
}
