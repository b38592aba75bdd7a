package dev.elfwright.census.load;

/**
 * Table {@code bindings}, in one statement over the closures in table {@code loads}. Of the
 * definitions that match (glibc elf/dl-lookup.c, check_match) the first in the closure counts: one
 * of the version asked for, or one without a version; where none is asked for, the default one. It
 * is in the SQL that DuckDB and Spark have in common. Programs, objects and names go through the
 * joins as numbers: as paths, digests and texts they would be most of what is moved. Most
 * definitions have a name that nobody asks for, so names come first. Of two sides that are joined
 * the second is the smaller.
 */
public final class Bindings {
  /** The rows, in no order. */
  public static final String SELECT =
      """
      WITH programs AS (
        SELECT origin, path, content, row_number() OVER (ORDER BY origin, path, content) AS program
        FROM loads WHERE position = 0),
      objects AS (
        SELECT object_content AS content, row_number() OVER (ORDER BY object_content) AS object
        FROM (SELECT DISTINCT object_content FROM loads)),
      closures AS (
        SELECT p.program, f.object AS consumer, o.object, l.position
        FROM loads l
        JOIN programs p ON p.origin = l.origin AND p.path = l.path AND p.content = l.content
        JOIN objects f ON f.content = l.content
        JOIN objects o ON o.content = l.object_content),
      asked AS (
        SELECT content, name, version, bool_and(binding = 'WEAK') AS weak
        FROM symbols WHERE NOT defined AND name != '' GROUP BY content, name, version),
      names AS (
        SELECT name, row_number() OVER (ORDER BY name) AS id
        FROM (SELECT DISTINCT name FROM asked)),
      undefined AS (
        SELECT o.object AS consumer, n.id, a.version, a.weak
        FROM asked a JOIN objects o ON o.content = a.content JOIN names n ON n.name = a.name),
      found AS (
        SELECT s.content, n.id, s.version, s.is_default
        FROM symbols s JOIN names n ON n.name = s.name
        WHERE s.defined AND s.binding IN ('GLOBAL', 'WEAK', 'GNU_UNIQUE')
          AND s.visibility IN ('default', 'protected')
          AND s.type IN ('NOTYPE', 'OBJECT', 'FUNC', 'COMMON', 'TLS', 'GNU_IFUNC')),
      definitions AS (
        SELECT o.object, f.id, f.version, f.is_default
        FROM found f JOIN objects o ON o.content = f.content),
      matches AS (
        SELECT u.consumer, u.id, u.version, d.object
        FROM undefined u JOIN definitions d ON u.id = d.id
        WHERE d.version = u.version OR d.version = '' OR u.version = '' AND d.is_default),
      bound AS (
        SELECT c.program, m.id, m.version, min(c.position) AS position
        FROM matches m JOIN closures c ON c.consumer = m.consumer AND c.object = m.object
        GROUP BY c.program, m.id, m.version),
      answers AS (
        SELECT c.program, u.id, u.version, u.weak, b.position
        FROM closures c JOIN undefined u ON u.consumer = c.consumer
        LEFT JOIN bound b ON b.program = c.program AND b.id = u.id AND b.version = u.version
        WHERE c.position = 0)
      SELECT p.origin, p.path, p.content, n.name AS symbol, a.version, a.weak,
        coalesce(l.object_path, '') AS provider_path,
        coalesce(l.object_content, '') AS provider_content
      FROM answers a JOIN programs p ON p.program = a.program JOIN names n ON n.id = a.id
      LEFT JOIN loads l ON l.origin = p.origin AND l.path = p.path AND l.content = p.content
        AND l.position = a.position
      """;

  /** DuckDB knows no sizes of what a statement itself computes, and would guess wrong. */
  static final String AS_WRITTEN = "SET disabled_optimizers = 'join_order,build_side_probe_side'";

  /** In which questions look for them. */
  static final String ORDER = " ORDER BY symbol, p.path";

  private Bindings() {}
}
