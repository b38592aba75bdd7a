package dev.elfwright.link.fuse;

/** Who chooses where a fused program lies. */
public enum AddressMode {
  /** The kernel, anew for each process; pointers are slid at each start. */
  PROCESS,
  /**
   * The linker, at random, when the file is written; nothing is left to relocate, and pages stay
   * shared. Rebasing draws a new place.
   */
  EPOCH
}
