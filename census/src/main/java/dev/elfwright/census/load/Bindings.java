package dev.elfwright.census.load;

/**
 * Table {@code bindings}, in one statement over the closures in table {@code loads}. Of the
 * definitions that match (glibc elf/dl-lookup.c, check_match) the first in the closure counts: one
 * of the version asked for, or one without a version; where none is asked for, the default one. It
 * is in the SQL that DuckDB and Spark have in common.
 */
public final class Bindings {
  /** The rows, in no order. */
  public static final String SELECT =
      """
      WITH undefined AS (
        SELECT content, name, version, bool_and(binding = 'WEAK') AS weak FROM symbols
        WHERE NOT defined AND name != '' GROUP BY content, name, version),
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
          min_by(f.object_path, f.position) AS provider_path,
          min_by(f.object_content, f.position) AS provider_content
        FROM matches m
        JOIN loads f ON f.content = m.content AND f.object_content = m.provider
        GROUP BY f.origin, f.path, m.content, m.name, m.version)
      SELECT r.origin, r.path, r.content, u.name AS symbol, u.version, u.weak,
        coalesce(b.provider_path, '') AS provider_path,
        coalesce(b.provider_content, '') AS provider_content
      FROM loads r JOIN undefined u ON u.content = r.content
      LEFT JOIN bound b ON b.origin = r.origin AND b.path = r.path AND b.content = r.content
        AND b.name = u.name AND b.version = u.version
      WHERE r.position = 0
      """;

  /** In which questions look for them. */
  static final String ORDER = " ORDER BY symbol, r.path";

  private Bindings() {}
}
