package dev.elfwright.rseq.code;

/** A place in code; its number is enough, the assembler knows where it is. */
record Label(int number) {}
