package dev.elfwright.rseq.code;

/**
 * The registers that routines use; each machine maps them to ones that a called function may
 * change.
 */
enum Register {
  /** The arguments, in the order of the C calling convention. */
  A0,
  A1,
  A2,
  A3,
  A4,
  A5,
  /** By convention of the routines: the memory of the CPU that the section runs on. */
  STRIP,
  /** Anything in between. */
  TEMP,
  /** Anything in between, and at the end what is returned. */
  RESULT
}
