package dev.elfwright.link.scope;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.link.graph.LoadedObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the scopes of several programs have in common: what has been read of a library for one need
 * not be read for the next, where their graphs share files ({@link
 * dev.elfwright.link.graph.SharedFiles}). Safe for any number of threads.
 */
public final class SharedSymbols {
  private final VersionNames versionNames = new VersionNames();
  private final Map<ElfModel, ObjectSymbols> libraries = new ConcurrentHashMap<>();

  /** Nothing is read yet. */
  public SharedSymbols() {}

  VersionNames versionNames() {
    return versionNames;
  }

  ObjectSymbols of(LoadedObject object) {
    return libraries.computeIfAbsent(object.model(), _ -> alone(object));
  }

  /** Those of a file that no other program loads. */
  ObjectSymbols alone(LoadedObject object) {
    return new ObjectSymbols(object.model(), object.dynamic(), versionNames);
  }
}
