package dev.elfwright.link.scope;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A number for each version name of a scope: versions are equal when their names are. */
final class VersionNames {
  /** No version. */
  static final int NONE = 0;

  /** A name that nothing in the scope has. */
  static final int UNKNOWN = -1;

  private final ConcurrentHashMap<String, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  int number(String name) {
    return numbers.computeIfAbsent(name, _ -> last.incrementAndGet());
  }

  int known(@Nullable String name) {
    return name == null ? NONE : numbers.getOrDefault(name, UNKNOWN);
  }
}
