package dev.elfwright.elf;

import java.util.function.IntConsumer;

/** A hash table over a dynamic symbol table: how a loader finds a name. */
public sealed interface SymbolHash permits GnuHash, SysvHash {
  /** The number of symbols that the table proves to exist, the null symbol included. */
  int symbolCount();

  /**
   * Gives the index of every symbol that may have this name, in the order in which the loader looks
   * at them. Names must still be compared.
   */
  void candidates(String name, IntConsumer symbol);
}
