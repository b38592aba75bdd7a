package dev.elfwright.census.spark;

import org.apache.spark.sql.SparkSession;

/** Sessions of our own, for views and settings that nobody else has. */
final class Session {
  private Session() {}

  static SparkSession of(SparkSession spark) {
    SparkSession own = spark.newSession();
    // ${ORIGIN} is no variable of Spark's.
    own.conf().set("spark.sql.variable.substitute", "false");
    // Readers take every file of a table's folder for a piece of it.
    own.conf().set("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
    own.conf().set("spark.sql.parquet.compression.codec", "zstd");
    // Files that are known by name are looked at here; jobs that only do that cost more.
    own.conf().set("spark.sql.sources.parallelPartitionDiscovery.threshold", "1000");
    return own;
  }
}
