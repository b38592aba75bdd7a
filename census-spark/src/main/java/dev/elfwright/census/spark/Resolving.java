package dev.elfwright.census.spark;

import dev.elfwright.census.Tables;
import dev.elfwright.census.load.Bindings;
import dev.elfwright.census.load.LoaderFacts;
import dev.elfwright.census.load.TreeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Tables {@code loads} and {@code bindings}, over the views of all other tables. */
final class Resolving {
  private final SparkSession spark;
  private final Broadcast<SerializableConfiguration> configuration;

  Resolving(SparkSession spark, Broadcast<SerializableConfiguration> configuration) {
    this.spark = spark;
    this.configuration = configuration;
  }

  void write(ClusterFolder folder) {
    List<Part> parts = follow(new ArrayList<>(facts().trees().values()), folder);
    SparkTables.read(spark, Tables.named("loads"), Part.files(parts, "loads"))
        .createOrReplaceTempView("loads");
    Merging.write(spark.table("loads"), "loads", folder.pendingState("loads"));
    Merging.write(spark.sql(Bindings.SELECT), "bindings", folder.pendingState("bindings"));
  }

  private List<Part> follow(ArrayList<TreeFacts> trees, ClusterFolder folder) {
    List<LoadsTask.Share> shares = LoadsTask.shares(trees);
    if (shares.isEmpty()) {
      return List.of();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<ArrayList<TreeFacts>> all = context.broadcast(trees);
    try {
      return context
          .parallelize(shares, shares.size())
          .map(new LoadsTask(folder.rows().toString(), configuration, all))
          .collect();
    } finally {
      all.destroy();
    }
  }

  private LoaderFacts facts() {
    LoaderFacts facts = new LoaderFacts();
    each(LoaderFacts.NEEDED, r -> facts.need(r.getString(0), r.getString(1)));
    each(
        LoaderFacts.FILES,
        r ->
            facts.file(
                r.getString(0),
                r.getString(1),
                r.getString(2),
                r.getString(3),
                r.getInt(4),
                r.getBoolean(5),
                r.getString(6),
                r.getString(7),
                r.getString(8),
                r.getString(9),
                r.getString(10),
                r.getLong(11),
                r.getString(12)));
    each(LoaderFacts.LINKS, r -> facts.link(r.getString(0), r.getString(1), r.getString(2)));
    each(LoaderFacts.FOLDERS, r -> facts.folder(r.getString(0), r.getString(3)));
    return facts;
  }

  private void each(String sql, Consumer<Row> reader) {
    spark.sql(sql).toLocalIterator().forEachRemaining(reader);
  }
}
