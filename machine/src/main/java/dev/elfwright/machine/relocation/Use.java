package dev.elfwright.machine.relocation;

/** In which files a type occurs. */
public enum Use {
  /** In object files only. */
  OBJECT,
  /** In programs and libraries only. */
  DYNAMIC,
  /** In both. */
  BOTH
}
