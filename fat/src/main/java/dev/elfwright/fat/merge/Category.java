package dev.elfwright.fat.merge;

/** Why the same path is not the same in all trees. */
public enum Category {
  /** ELF files for different targets: one fat file can hold them. */
  E1,
  /** The same of a dynamic linker or C library, which every other program needs to start. */
  E3,
  /** Data that differ by architecture, or ELF files for one target that differ. */
  D1,
  /** Caches that programs on the machine write. */
  D2,
  /** Symbolic links with different targets. */
  L1,
  /** Scripts and lists of the package manager, and what lies in /etc. */
  S1,
  /** Equal contents with different owners, modes or extended attributes. */
  X1,
  /** Different kinds: a folder here, a link or a file there. */
  K1
}
