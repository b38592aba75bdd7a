package dev.elfwright.census.scan;

import dev.elfwright.census.facts.Rows;

/** The two rows of a source that cannot be read. */
final class Malformed {
  private Malformed() {}

  /**
   * The unit of such a source: one of its own, so that none of the rows made so far counts.
   *
   * @param unit by what the source is known
   */
  static String key(String unit) {
    return "malformed:" + unit;
  }

  /**
   * Adds them.
   *
   * @param key the unit
   * @param what as table errors has it
   */
  static void add(
      String key,
      String origin,
      String name,
      String stamp,
      String what,
      String message,
      Rows rows) {
    rows.add("errors", key, name, "", what, message);
    rows.add("units", key, origin, "malformed", name, stamp, 0L, 0L);
  }
}
