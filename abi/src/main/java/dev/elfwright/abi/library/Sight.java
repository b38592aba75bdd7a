package dev.elfwright.abi.library;

import java.util.List;

/**
 * What could be seen of a library.
 *
 * @param debugging whether there is debugging information
 * @param typed exported functions and variables whose types it tells
 * @param untyped those whose types it does not tell: written in assembly, or by a compiler that was
 *     not asked for it
 * @param missing names of files to which the library leads for debugging information, and which are
 *     not to be found
 */
public record Sight(Debugging debugging, int typed, int untyped, List<String> missing) {
  /** Copies the list. */
  public Sight {
    missing = List.copyOf(missing);
  }

  /** Whether types can be seen, of one symbol at least if there are symbols. */
  public boolean hasTypes() {
    return debugging.hasTypes() && (typed > 0 || untyped == 0);
  }

  /** Where types came from. */
  public enum Debugging {
    /** The file itself. */
    IN_FILE,
    /** A file of its own, found by build ID or link. */
    APART,
    /** A section .BTF of the file, which knows the types of C, and no DWARF. */
    BTF,
    /** Nowhere: there is .BTF, but it continues that of a kernel which is not at hand. */
    BTF_WITHOUT_KERNEL,
    /** Nowhere: types, members, parameters and enumerations are not seen. */
    NONE;

    /** Whether types can be seen. */
    public boolean hasTypes() {
      return this != NONE && this != BTF_WITHOUT_KERNEL;
    }
  }
}
