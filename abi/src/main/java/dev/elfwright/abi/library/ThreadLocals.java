package dev.elfwright.abi.library;

import java.util.Optional;

/**
 * The library's thread-local block, as its PT_TLS describes it.
 *
 * @param size bytes that each thread has of it; 0 without one
 * @param alignment of the block in bytes
 * @param model how the library finds it
 */
public record ThreadLocals(long size, long alignment, Optional<Model> model) {
  /** How code of the library gets at its own thread-local variables. */
  public enum Model {
    /** By a call, so the block may lie anywhere (general and local dynamic, or descriptors). */
    DYNAMIC,
    /**
     * By a fixed distance from the thread pointer (initial exec): the block has to lie in the space
     * that is laid out when the program starts. DF_STATIC_TLS, or a relocation of that kind.
     */
    STATIC
  }
}
