package dev.elfwright.census.spark;

import dev.elfwright.census.Tables;
import dev.elfwright.census.load.TreeFacts;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Follows DT_NEEDED for some files of a tree, and writes what is found as rows of {@code loads}.
 * Each machine has all trees: a library may be anywhere in its tree.
 *
 * @param folder where the files go
 */
record LoadsTask(
    String folder,
    Broadcast<SerializableConfiguration> configuration,
    Broadcast<ArrayList<TreeFacts>> trees)
    implements Function<LoadsTask.Share, Part> {
  /** So many files a task, for which the tree has to be put together again. */
  private static final int FILES = 4000;

  /** Every {@code shares}th file of a tree. */
  record Share(int tree, int share, int shares) implements Serializable {}

  /** All files of all trees. */
  static List<Share> shares(List<TreeFacts> trees) {
    List<Share> all = new ArrayList<>();
    for (int tree = 0; tree < trees.size(); tree++) {
      int shares = 1 + trees.get(tree).nodes().size() / FILES;
      for (int share = 0; share < shares; share++) {
        all.add(new Share(tree, share, shares));
      }
    }
    return all;
  }

  @Override
  public Part call(Share share) throws IOException {
    TaskContext task = TaskContext.get();
    String name = task.partitionId() + "-" + task.taskAttemptId();
    ParquetRows rows =
        new ParquetRows(new Path(folder), name, Tables.all(), configuration.value().value());
    try (rows) {
      trees.value().get(share.tree()).addLoads(share.share(), share.shares(), rows);
    }
    return new Part(rows.files(), 0);
  }
}
