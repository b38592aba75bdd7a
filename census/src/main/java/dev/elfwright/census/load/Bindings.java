package dev.elfwright.census.load;

import dev.elfwright.census.store.Duck;
import dev.elfwright.census.store.PendingGeneration;
import java.io.IOException;

/**
 * Table {@code bindings}, in one statement over the closures in table {@code found}. Of the
 * definitions that match (glibc elf/dl-lookup.c, check_match) the first in the closure counts: one
 * of the version asked for, or one without a version; where none is asked for, the default one.
 */
final class Bindings {
  private static final String SELECT =
      """
      WITH undefined AS (
        SELECT content, name, version, bool_and(binding = 'WEAK') AS weak FROM symbols
        WHERE NOT defined AND name != '' GROUP BY ALL),
      definitions AS (
        SELECT content, name, version, is_default FROM symbols
        WHERE defined AND binding IN ('GLOBAL', 'WEAK', 'GNU_UNIQUE')
          AND visibility IN ('default', 'protected')
          AND type IN ('NOTYPE', 'OBJECT', 'FUNC', 'COMMON', 'TLS', 'GNU_IFUNC')
          AND name IN (SELECT name FROM undefined)),
      matches AS (
        SELECT u.content, u.name, u.version, d.content AS provider
        FROM undefined u JOIN definitions d ON u.name = d.name
        WHERE d.version = u.version OR d.version = '' OR u.version = '' AND d.is_default),
      bound AS (
        SELECT f.origin, f.path, m.content, m.name, m.version,
          arg_min(f.object_path, f.position) AS provider_path,
          arg_min(f.object_content, f.position) AS provider_content
        FROM matches m
        JOIN found f ON f.content = m.content AND f.object_content = m.provider
        GROUP BY ALL)
      SELECT r.origin, r.path, r.content, u.name AS symbol, u.version, u.weak,
        coalesce(b.provider_path, '') AS provider_path,
        coalesce(b.provider_content, '') AS provider_content
      FROM found r JOIN undefined u ON u.content = r.content
      LEFT JOIN bound b ON b.origin = r.origin AND b.path = r.path AND b.content = r.content
        AND b.name = u.name AND b.version = u.version
      WHERE r.position = 0
      ORDER BY symbol, r.path
      """;

  private final Duck duck;

  Bindings(Duck duck) {
    this.duck = duck;
  }

  void write(PendingGeneration next) throws IOException {
    duck.copy(SELECT, next.file("bindings"));
  }
}
