package dev.elfwright.census.scan;

import dev.elfwright.census.store.Sources.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What has been read as a whole, now or by an earlier scan. For all threads. */
final class KnownUnits {
  private final Map<String, Set<String>> byPathAndStamp = new ConcurrentHashMap<>();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final List<Source> sources = Collections.synchronizedList(new ArrayList<>());

  /** Notes what an earlier scan has read. */
  void known(String path, String stamp, String unit) {
    byPathAndStamp
        .computeIfAbsent(path + "\n" + stamp, _ -> ConcurrentHashMap.newKeySet())
        .add(unit);
    begun.add(unit);
  }

  /** The units of a path that has not changed; an image layout may have several. */
  List<String> unitsOf(String path, String stamp) {
    return List.copyOf(byPathAndStamp.getOrDefault(path + "\n" + stamp, Set.of()));
  }

  /** Whether nobody has read or is reading it. */
  boolean begin(String unit) {
    return begun.add(unit);
  }

  /** Adds a source of this scan. */
  void add(Source source) {
    sources.add(source);
  }

  /** Those of this scan so far. */
  List<Source> sources() {
    synchronized (sources) {
      return List.copyOf(sources);
    }
  }
}
