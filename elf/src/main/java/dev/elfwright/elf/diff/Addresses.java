package dev.elfwright.elf.diff;

/** Whether the place of things in memory is compared too. */
public enum Addresses {
  /** A shift is no difference; nor are words that hold nothing but addresses. */
  IGNORED,
  /** Addresses of sections and symbols and the entry point count. */
  COMPARED
}
