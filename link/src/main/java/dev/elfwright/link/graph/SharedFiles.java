package dev.elfwright.link.graph;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the graphs of several programs have in common: each library and ld.so.cache is opened once.
 * All graphs see the files as they were when the first of them looked. Safe for any number of
 * threads.
 */
public final class SharedFiles {
  private final Map<Path, ElfModel> libraries = new ConcurrentHashMap<>();
  private final Map<CacheKey, Optional<CacheFile>> caches = new ConcurrentHashMap<>();

  /** Nothing is open yet. */
  public SharedFiles() {}

  private record CacheKey(Path file, int machine, boolean is64, Hardware hardware) {}

  ElfModel library(Path file) throws IOException {
    ElfModel known = libraries.get(file);
    if (known != null) {
      return known;
    }
    ElfModel opened = Elf.openShared(file);
    ElfModel first = libraries.putIfAbsent(file, opened);
    return first == null ? opened : first;
  }

  Optional<CacheFile> cache(SearchEnvironment environment, FileHeader program) {
    return caches.computeIfAbsent(
        new CacheKey(
            environment.cache(), program.machine(), program.is64(), environment.hardware()),
        k -> CacheFile.read(k.file(), k.machine(), k.is64(), k.hardware()));
  }
}
