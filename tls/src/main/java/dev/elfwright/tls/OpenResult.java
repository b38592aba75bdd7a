package dev.elfwright.tls;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of one dlopen.
 *
 * @param name the name that is opened
 * @param modules the libraries with thread-local storage that it loads, in the order of loading
 * @param refusal why it fails; empty when it succeeds
 * @param free bytes of the surplus that are free after it
 */
public record OpenResult(String name, List<TlsModule> modules, Optional<Refusal> refusal, long free)
    implements CallResult {
  /** Copies the list. */
  public OpenResult {
    modules = List.copyOf(modules);
  }

  /** Whether dlopen returns a handle. */
  public boolean isOpened() {
    return refusal.isEmpty();
  }
}
