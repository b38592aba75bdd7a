package dev.elfwright.dwarf;

/** How much of a unit is read. */
enum Extent {
  /** All entries. */
  WHOLE,
  /** Of functions nothing but their parameters. */
  OUTLINE
}
