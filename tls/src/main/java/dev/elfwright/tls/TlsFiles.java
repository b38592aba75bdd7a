package dev.elfwright.tls;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.SharedFiles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the processes of several programs have in common: each library is opened once, and its
 * relocations are read once. Safe for any number of threads.
 */
public final class TlsFiles {
  private final SharedFiles shared = new SharedFiles();
  private final Map<ElfModel, List<TlsAccess>> accesses = new ConcurrentHashMap<>();

  /** Nothing is open yet. */
  public TlsFiles() {}

  SharedFiles shared() {
    return shared;
  }

  /** How an object's own relocations reach thread-local variables. */
  List<TlsAccess> accesses(LoadedObject object) {
    return accesses.computeIfAbsent(
        object.model(),
        _ ->
            TlsReference.of(object).stream()
                .map(TlsReference::access)
                .distinct()
                .sorted()
                .toList());
  }
}
