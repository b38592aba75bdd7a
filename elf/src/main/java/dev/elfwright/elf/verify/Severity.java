package dev.elfwright.elf.verify;

/** How bad a finding is. */
public enum Severity {
  /** The file cannot be loaded, linked or read as it is meant. */
  ERROR,
  /** The file breaks a rule of the gABI or of a psABI, and works with the tools at hand. */
  WARNING,
  /** The file breaks no rule; somebody may still want to know. */
  NOTE
}
