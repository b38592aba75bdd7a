package dev.elfwright.abi.consumer;

import dev.elfwright.abi.library.Protection;
import java.util.Optional;
import java.util.Set;

/**
 * How a consumer uses one symbol of a library.
 *
 * @param name the symbol's name
 * @param version the version that is asked for, empty for none
 * @param isWeak whether the consumer also runs without it
 * @param ways what its relocations do with the symbol
 * @param copy the copy that it made room for, if it did
 */
public record Use(
    String name, Optional<String> version, boolean isWeak, Set<Way> ways, Optional<Copy> copy) {
  /** Copies the set. */
  public Use {
    ways = Set.copyOf(ways);
  }

  /** What a relocation does with a symbol. */
  public enum Way {
    /** Calls it through the procedure linkage table. */
    CALL,
    /** Takes its address from the library. */
    ADDRESS,
    /**
     * Takes an address that lies in the program itself, as code without -fPIC does: for functions,
     * that of an entry in its own procedure linkage table.
     */
    OWN_ADDRESS,
    /** Has it copied into its own memory, so that all objects use the copy (R_*_COPY). */
    COPY,
    /** Uses its fixed distance from the thread pointer (R_*_TPOFF). */
    THREAD_OFFSET,
    /** Uses its place in its module's thread-local block (R_*_DTPMOD, DTPOFF, TLSDESC). */
    THREAD_MODULE
  }

  /**
   * Room for a copied variable.
   *
   * @param address where it lies, before the program is moved as a whole
   * @param size bytes that are copied, and no more
   * @param protection what may be done to it once the program runs
   */
  public record Copy(long address, long size, Protection protection) {}

  /** The name with its version. */
  public String fullName() {
    return name + version.map(v -> "@" + v).orElse("");
  }
}
