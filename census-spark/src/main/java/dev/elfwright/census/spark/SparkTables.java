package dev.elfwright.census.spark;

import dev.elfwright.census.Tables;
import dev.elfwright.census.Tables.Table;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The tables of {@link Tables} as Spark sees them. */
final class SparkTables {
  private SparkTables() {}

  static StructType schema(Table table) {
    StructType schema = new StructType();
    for (Tables.Column column : table.columns()) {
      schema = schema.add(column.name(), type(column.type()));
    }
    return schema;
  }

  private static DataType type(Tables.Type type) {
    return switch (type) {
      case TEXT -> DataTypes.StringType;
      case LONG -> DataTypes.LongType;
      case INT -> DataTypes.IntegerType;
      case BOOL -> DataTypes.BooleanType;
    };
  }

  /** A table of some files, or folders of files. */
  static Dataset<Row> read(SparkSession spark, Table table, List<String> files) {
    return files.isEmpty()
        ? spark.createDataFrame(List.of(), schema(table))
        : spark.read().schema(schema(table)).parquet(files.toArray(String[]::new));
  }
}
