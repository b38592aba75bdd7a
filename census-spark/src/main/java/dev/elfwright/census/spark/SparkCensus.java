package dev.elfwright.census.spark;

import dev.elfwright.census.Question;
import dev.elfwright.census.Tables;
import dev.elfwright.census.Tables.Table;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A finished census, whoever made it, open for questions in Spark's SQL. */
public final class SparkCensus {
  private final SparkSession spark;

  private SparkCensus(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Opens a census.
   *
   * @param folder its URI
   * @throws dev.elfwright.census.CensusException when there is none, or no scan has come to its end
   */
  public static SparkCensus open(SparkSession spark, String folder) throws IOException {
    SparkSession own = Session.of(spark);
    ClusterFolder.Tables files =
        ClusterFolder.of(folder, own.sparkContext().hadoopConfiguration()).current();
    for (Table table : Tables.all().values()) {
      SparkTables.read(own, table, files.of(table.name())).createOrReplaceTempView(table.name());
    }
    return new SparkCensus(own);
  }

  /**
   * The answer to a question.
   *
   * @param values by the parameters' names
   * @throws dev.elfwright.census.CensusException when one is missing, or there is no such parameter
   */
  public Dataset<Row> ask(Question question, Map<String, String> values) {
    Question.Statement query = question.statement(values);
    return spark.sql(query.text(), query.values().toArray());
  }

  /** The answer to a query over the tables. */
  public Dataset<Row> sql(String query) {
    return spark.sql(query);
  }
}
