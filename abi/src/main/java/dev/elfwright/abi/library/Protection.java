package dev.elfwright.abi.library;

/** What may be done to a variable while the program runs. */
public enum Protection {
  /** Nothing: it lies in a segment without write permission. */
  READ_ONLY,
  /** It can be written until its relocations are done (PT_GNU_RELRO), and not after that. */
  RELRO,
  /** Anything. */
  WRITABLE
}
