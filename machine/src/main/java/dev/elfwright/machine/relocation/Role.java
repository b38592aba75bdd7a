package dev.elfwright.machine.relocation;

/** What a relocation is for, the same on every machine. */
public enum Role {
  /** A linker computes it and is done. */
  STATIC,
  /** Says something about the code around it; no byte depends on it. */
  HINT,
  /** The address of a symbol in a word as wide as an address: for linkers and loaders. */
  ABSOLUTE,
  /** The load base is added to a word: no symbol. */
  RELATIVE,
  /** A GOT entry with the address of a symbol. */
  GLOB_DAT,
  /** A PLT's entry in the GOT, which may be bound lazily. */
  JUMP_SLOT,
  /** The contents of a variable are copied into the program. */
  COPY,
  /** A word gets what a function returns. */
  IRELATIVE,
  /** The number of a symbol's module. */
  DTPMOD,
  /** The distance of a symbol in its module's thread-local block. */
  DTPOFF,
  /** The distance of a symbol from the thread pointer. */
  TPOFF,
  /** Two words: a function and its argument, which give a thread-local address. */
  TLSDESC
}
