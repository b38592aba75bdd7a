package dev.elfwright.abi.diff;

/** How much two types have in common, from all to nothing. */
enum Likeness {
  /** Nothing differs. */
  SAME,
  /** Only names and qualifiers differ. */
  NAME,
  /** One has a sign, the other has none. */
  SIGN,
  /** The bits mean something else, or there are more or fewer of them. */
  DIFFERENT;

  Likeness and(Likeness other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
