package dev.elfwright.link.fuse;

/** The rules of fusing that a test can switch off, to show that it would notice. */
enum Rule {
  /** A reference is bound by version, visibility and DT_SYMBOLIC, not to the first of its name. */
  BINDING,
  /** Objects are searched in the loader's order, not the referring one first. */
  SCOPE_ORDER,
  /** Data that the program has copied is taken from the library. */
  COPY_RELOCATIONS,
  /** Relocations inside of copied data are applied to the copy. */
  COPIED_POINTERS,
  /** Relocations inside of initial TLS bytes are applied to the merged image. */
  TLS_POINTERS,
  /** Libraries' TLS blocks lie below the program's, each at its offset. */
  TLS_OFFSETS,
  /** Indirect functions are called to learn their address. */
  IFUNC,
  /** Constructors of libraries run. */
  CONSTRUCTORS,
  /** Constructors run in the loader's order. */
  CONSTRUCTOR_ORDER,
  /** Destructors of libraries run. */
  DESTRUCTORS,
  /** One call frame index covers all parts. */
  UNWIND_INDEX,
  /** Relocated read-only data is protected. */
  RELRO,
  /** Symbols of fused libraries are visible to plugins. */
  EXPORTS,
  /** Plugins that need a fused library by name get this file. */
  LIBRARY_NAMES,
  /** /proc/self/exe reads as the original. */
  SELF_PATH,
  /** dladdr() names the library of old. */
  LIBRARY_PATHS,
  /** PLT entries jump to where they end up. */
  DIRECT_CALLS,
  /** Pointers to what libc provides are known when the file is written, where nothing slides. */
  FIXED_POINTERS,
  /** Constructors and destructors that provably do nothing are left out. */
  SKIP_IDLE
}
