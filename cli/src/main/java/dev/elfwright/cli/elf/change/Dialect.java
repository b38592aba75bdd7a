package dev.elfwright.cli.elf.change;

/** Whose objcopy and strip a command stands for, where they differ. */
enum Dialect {
  /** Ours: of an object file nothing goes that a linker needs. */
  ELFWRIGHT,

  /** GNU binutils: all symbols go, and the relocations by them; .comment and the like stay. */
  GNU,

  /** LLVM: everything goes that is not loaded. */
  LLVM
}
