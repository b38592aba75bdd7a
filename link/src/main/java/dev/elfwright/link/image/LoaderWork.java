package dev.elfwright.link.image;

import dev.elfwright.machine.relocation.Role;

/**
 * A relocation that is left to the loader.
 *
 * @param symbol what the loader looks up; {@link Meaning.Nothing} when it need not
 * @param value what the addend is computed from; {@link Meaning.Nothing} for the addend alone
 */
record LoaderWork(Role role, Spot at, Meaning symbol, Meaning value, long addend) {
  private static final Meaning NONE = new Meaning.Nothing();

  /** The loader looks a symbol up. */
  static LoaderWork lookUp(Role role, Spot at, Meaning symbol, long addend) {
    return new LoaderWork(role, at, symbol, NONE, addend);
  }

  /** The loader adds the base address, or this file's thread-local offset. */
  static LoaderWork own(Role role, Spot at, Meaning value, long addend) {
    return new LoaderWork(role, at, NONE, value, addend);
  }
}
