package dev.elfwright.cli;

import java.nio.file.Path;

/**
 * Where what can be had again is kept for a user. Source: XDG Base Directory Specification 0.8,
 * {@code XDG_CACHE_HOME}.
 */
public final class UserCache {
  private UserCache() {}

  /** A folder there, which need not exist. */
  public static Path folder(String name) {
    String caches = System.getenv("XDG_CACHE_HOME");
    Path all =
        caches == null || caches.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(caches);
    return all.resolve("elfwright").resolve(name);
  }
}
