package dev.elfwright.census.scan;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Contents whose rows are written already, by key, with their class. For all threads. */
final class KnownContents {
  private final Map<String, String> classes = new ConcurrentHashMap<>();

  /** Whether the caller is the first to ask, and so the one to write the rows. */
  boolean claim(String content, String contentClass) {
    return classes.putIfAbsent(content, contentClass) == null;
  }

  /** Notes what a content turned out to be. */
  void put(String content, String contentClass) {
    classes.put(content, contentClass);
  }

  /** What a content that was claimed is. */
  String classOf(String content) {
    return classes.getOrDefault(content, ContentReader.OTHER);
  }
}
