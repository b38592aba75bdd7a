package dev.elfwright.tls;

/** What becomes of a {@link LibraryCall}. */
public sealed interface CallResult permits OpenResult, CloseResult {
  /** The name that is given to the loader. */
  String name();

  /** Bytes of the surplus that are free after it. */
  long free();
}
