/**
 * The census on many machines: the same scan, tables and questions, on Apache Spark.
 *
 * <p>{@link dev.elfwright.census.spark.ClusterScan} reads like the procedure. Executors read
 * sources into Parquet files, one for each task and table; Spark then merges these by content and
 * unit, as the embedded scan does with its parts; closures are followed in tasks that have their
 * tree's files and links, and bindings are a join. What comes out is a census folder like any
 * other.
 */
@NullMarked
package dev.elfwright.census.spark;

import org.jspecify.annotations.NullMarked;
