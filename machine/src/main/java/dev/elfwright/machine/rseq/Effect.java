package dev.elfwright.machine.rseq;

/** What an instruction does, as far as it matters inside of a section. */
enum Effect {
  /** Nothing that others could see. */
  NONE,
  /** Writes to memory what does not depend on what was there: once or twice is the same. */
  STORE,
  /** Changes memory, or the stack pointer, by what was there: twice is not the same as once. */
  UPDATE,
  /** Calls a function. */
  CALL,
  /** Calls the kernel. */
  SYSTEM_CALL,
  /** No instruction that is known. */
  UNKNOWN
}
