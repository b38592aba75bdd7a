package dev.elfwright.census.spark;

import dev.elfwright.census.Tables;
import dev.elfwright.census.Tables.Table;
import dev.elfwright.census.scan.SingleSource;
import dev.elfwright.census.store.TableLayout;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads sources into a new census, on as many machines as Spark has. The tables are those of {@link
 * dev.elfwright.census.Scan}, row for row.
 *
 * @param spark the cluster
 * @param folder URI of the census, in a file system that all machines see
 */
public record ClusterScan(SparkSession spark, String folder) {
  /**
   * Scans. Readers see the census when everything is done; what a scan that fails has written is
   * removed.
   *
   * @param sources paths of .deb files, archives of them, tar archives, image layouts and trees,
   *     which all machines have to see; or URIs of .deb files, folders of these, or tar archives in
   *     any file system that Hadoop knows, http: and https: among them
   * @return bytes of content that were read
   * @throws dev.elfwright.census.CensusException when the folder is not empty, or something cannot
   *     be a source
   * @throws IOException when a source is not there, or the census cannot be written. What is wrong
   *     with a source's content is no exception but a row of table {@code errors}
   */
  public long of(List<String> sources) throws IOException {
    SparkSession own = Session.of(spark);
    Configuration hadoop = own.sparkContext().hadoopConfiguration();
    List<SingleSource> found = SourceList.find(sources, hadoop);
    ClusterFolder census = ClusterFolder.of(folder, hadoop);
    census.claim();
    boolean done = false;
    try {
      long unpacked = scan(own, found, census);
      census.publish();
      done = true;
      return unpacked;
    } finally {
      if (!done) {
        census.abandon();
      }
    }
  }

  private static long scan(SparkSession spark, List<SingleSource> sources, ClusterFolder census) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    List<Part> parts = read(context, sources, census, configuration);
    new Merging(spark, parts).write(census);
    for (Table table : Tables.all().values()) {
      if (!TableLayout.DERIVED.contains(table.name())) {
        SparkTables.read(spark, table, List.of(census.pending(table.name()).toString()))
            .createOrReplaceTempView(table.name());
      }
    }
    new Resolving(spark, configuration).write(census);
    return parts.stream().mapToLong(Part::unpacked).sum();
  }

  private static List<Part> read(
      JavaSparkContext context,
      List<SingleSource> sources,
      ClusterFolder census,
      Broadcast<SerializableConfiguration> configuration) {
    List<List<SingleSource>> shares = SourceList.shares(sources);
    return shares.isEmpty()
        ? List.of()
        : context
            .parallelize(shares, shares.size())
            .map(new ReadTask(census.rows().toString(), configuration))
            .collect();
  }
}
