package dev.elfwright.tls;

import java.nio.file.Path;
import java.util.List;

/**
 * One object with thread-local storage.
 *
 * @param library the file
 * @param segment its PT_TLS
 * @param accesses how its own relocations reach thread-local variables
 * @param place where its segment lies
 */
public record TlsModule(Path library, TlsSegment segment, List<TlsAccess> accesses, Place place) {
  /** Copies the list. */
  public TlsModule {
    accesses = List.copyOf(accesses);
  }

  /** Where a segment lies. */
  public sealed interface Place {
    /**
     * In the static block, at one distance from the thread control block in every thread.
     *
     * @param offset of the first byte, in bytes; negative where the block lies below
     */
    record InBlock(long offset) implements Place {}

    /** Fixed by the program's start, at a distance that is not told: musl. */
    record FromStart() implements Place {}

    /** In memory of its own, which each thread gets at its first use. */
    record OnDemand() implements Place {}

    /** Nowhere, for what loads it fails. */
    record Nowhere() implements Place {}
  }
}
