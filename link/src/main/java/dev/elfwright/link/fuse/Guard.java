package dev.elfwright.link.fuse;

/** What a fused program checks before it trusts the link it carries. */
public enum Guard {
  /** Every input file and the environment; the original runs when anything differs. */
  FILES,
  /** Nothing: for images whose files cannot change. */
  NONE
}
