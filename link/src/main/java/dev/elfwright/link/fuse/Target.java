package dev.elfwright.link.fuse;

import dev.elfwright.link.graph.LoadedObject;

/** What a reference to a symbol comes to in the fused program. */
sealed interface Target {
  /** An address in the image: it slides. */
  record Address(long value) implements Target {}

  /** A number: an absolute symbol, or 0 for a weak reference that nothing defines. */
  record Constant(long value) implements Target {}

  /** A symbol of an object that stays separate. */
  record Import(LoadedObject provider, int symbol) implements Target {}

  /** The address that an indirect function of the image returns. */
  record Resolver(long address) implements Target {}

  /** A function that nothing defines, referenced lazily: an error only when called. */
  record Undefined(String name) implements Target {}
}
