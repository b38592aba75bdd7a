package dev.elfwright.rseq.code;

/** How two registers compare; both are numbers without sign. */
enum Condition {
  EQUAL,
  NOT_EQUAL,
  BELOW,
  NOT_BELOW
}
