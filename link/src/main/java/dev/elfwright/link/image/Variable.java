package dev.elfwright.link.image;

/**
 * What is known of a variable in a library, enough to make room for a copy of it.
 *
 * @param address in the library; other names may stand for the same
 * @param size in bytes
 * @param alignment that of its address, a cache line at most
 */
record Variable(long address, long size, long alignment) {
  /** A cache line: no type of the psABIs wants more. */
  private static final long LARGEST_ALIGNMENT = 64;

  static Variable at(long address, long size) {
    long alignment = Long.lowestOneBit(address | LARGEST_ALIGNMENT);
    return new Variable(address, size, alignment);
  }
}
