package dev.elfwright.rseq;

/** How closely a list or pool watches those who use it. */
public enum Checking {
  /** Not at all: giving back twice goes unnoticed, and then one thing has two owners. */
  NONE,

  /**
   * Each number is followed: giving back what is not taken is refused at once, and what is never
   * given back can be listed. One atomic operation more for each step, on memory that is seldom
   * contended.
   */
  ROBUST
}
