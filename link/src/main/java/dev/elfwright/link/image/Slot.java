package dev.elfwright.link.image;

/** Words of the global offset table that belong together. */
record Slot(Purpose purpose, Meaning meaning) {
  /** What the words hold. */
  enum Purpose {
    /** The symbol's address. */
    ADDRESS(1),
    /** The symbol's distance to the thread pointer (initial exec). */
    THREAD_OFFSET(1),
    /** The symbol's module and its offset in the module's block (general dynamic). */
    THREAD_PAIR(2),
    /** This module, and nothing (local dynamic). */
    MODULE(2),
    /** A function and its argument that give the address (TLS descriptor). */
    DESCRIPTOR(2);

    private final int words;

    Purpose(int words) {
      this.words = words;
    }

    int words() {
      return words;
    }
  }
}
