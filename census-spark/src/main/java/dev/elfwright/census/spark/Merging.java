package dev.elfwright.census.spark;

import dev.elfwright.census.Tables;
import dev.elfwright.census.Tables.Table;
import dev.elfwright.census.store.Sources;
import dev.elfwright.census.store.TableLayout;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Makes tables of what tasks have written. What only a malformed source led to is left out, and of
 * a content that several tasks have read the rows of one count: {@code losers} names the others,
 * which are few, so that the large tables are not joined with all contents.
 */
final class Merging {
  private static final String ALIVE_UNITS = "SELECT DISTINCT unit FROM written_units";

  private static final String LOSERS =
      """
      WITH heads AS (
        SELECT content, part FROM written_elf UNION ALL SELECT content, part FROM written_scripts
        UNION ALL SELECT content, part FROM written_errors WHERE content != ''),
      alive AS (
        SELECT content FROM written_files LEFT SEMI JOIN alive_units USING (unit)),
      winners AS (
        SELECT content, min(part) AS part FROM heads LEFT SEMI JOIN alive USING (content)
        GROUP BY content)
      SELECT DISTINCT content, part FROM heads LEFT ANTI JOIN winners USING (content, part)
      """;

  private final SparkSession spark;

  Merging(SparkSession spark, List<Part> parts) {
    this.spark = spark;
    ReadTask.TABLES.forEach((name, table) ->
        SparkTables.read(spark, table, Part.files(parts, name))
            .createOrReplaceTempView("written_" + name));
  }

  /** Writes all tables but those that are derived from others. */
  void write(ClusterFolder folder) {
    Dataset<Row> units = spark.sql(ALIVE_UNITS).persist();
    units.createOrReplaceTempView("alive_units");
    Dataset<Row> losers = spark.sql(LOSERS).persist();
    losers.createOrReplaceTempView("losers");
    try {
      for (Table table : Tables.all().values()) {
        if (!TableLayout.DERIVED.contains(table.name())) {
          write(spark.sql(select(table)), table.name(), folder.pending(table.name()));
        }
      }
      spark
          .sql("SELECT DISTINCT %s FROM written_sources".formatted(columns(Sources.TABLE)))
          .write()
          .parquet(folder.pendingState(Sources.TABLE.name()).toString());
    } finally {
      units.unpersist();
      losers.unpersist();
    }
  }

  /** Sorts and writes a table. */
  static void write(Dataset<Row> rows, String table, Path place) {
    rows.sort(TableLayout.order(table).stream().map(rows::col).toArray(Column[]::new))
        .write()
        .parquet(place.toString());
  }

  private static String columns(Table table) {
    return String.join(", ", table.columns().stream().map(c -> "`" + c.name() + "`").toList());
  }

  private static String select(Table table) {
    String columns = columns(table);
    String ofUnits =
        "SELECT DISTINCT %s FROM written_%s LEFT SEMI JOIN alive_units USING (unit)"
            .formatted(columns, table.name());
    String ofContents =
        "SELECT %s FROM written_%s LEFT ANTI JOIN losers USING (content, part)"
            .formatted(columns, table.name());
    return switch (table.name()) {
      case "units" ->
          // The same content under several paths is one unit.
          "SELECT %s FROM (SELECT *, row_number() OVER (PARTITION BY unit ORDER BY path) AS nth FROM written_units) WHERE nth = 1"
              .formatted(columns);
      case "errors" ->
          "%s WHERE content = '' UNION ALL %s WHERE content != ''".formatted(ofUnits, ofContents);
      default -> TableLayout.isOfUnits(table.name()) ? ofUnits : ofContents;
    };
  }
}
