package dev.elfwright.census.store;

import dev.elfwright.census.Tables;
import java.util.List;

/**
 * Which unit stands for which path, and because of which argument. It is no table of the census,
 * for it says how the census was made; the next scan knows by it what has not changed.
 */
public final class Sources {
  /** The columns. */
  public static final Tables.Table TABLE =
      new Tables.Table(
          "sources",
          "one path that a scan read",
          List.of(
              new Tables.Column("argument", Tables.Type.TEXT, "what the scan was asked to read"),
              new Tables.Column("path", Tables.Type.TEXT, "the file or folder"),
              new Tables.Column("stamp", Tables.Type.TEXT, "by which it is known again"),
              new Tables.Column("unit", Tables.Type.TEXT, "the unit")));

  private Sources() {}

  /**
   * One of them.
   *
   * @param argument what the scan was asked to read
   * @param path the file or folder
   * @param stamp by which it is known again without being read
   * @param unit the key of what was read
   */
  public record Source(String argument, String path, String stamp, String unit) {}
}
