package dev.elfwright.census.spark;

import dev.elfwright.census.Tables;
import dev.elfwright.census.Tables.Column;
import dev.elfwright.census.Tables.Table;
import dev.elfwright.census.facts.RowSink;
import dev.elfwright.census.scan.SingleSource;
import dev.elfwright.census.scan.SourceReader;
import dev.elfwright.census.store.Sources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What an executor does with its sources: it reads them one after the other into Parquet files.
 *
 * @param folder where the files go
 * @param configuration of Hadoop's file systems
 */
record ReadTask(String folder, Broadcast<SerializableConfiguration> configuration)
    implements Function<List<SingleSource>, Part> {
  /** The task that wrote a row, so that of a content that several have read one is taken. */
  static final Column PART =
      new Column("part", Tables.Type.INT, "number of the task that wrote the row");

  /** The tables as tasks write them. */
  static final Map<String, Table> TABLES = tables();

  private static Map<String, Table> tables() {
    Map<String, Table> tables = new LinkedHashMap<>();
    List<Table> all = new ArrayList<>(Tables.all().values());
    all.add(Sources.TABLE);
    for (Table table : all) {
      List<Column> columns = new ArrayList<>(table.columns());
      columns.add(PART);
      tables.put(table.name(), new Table(table.name(), table.meaning(), columns));
    }
    return tables;
  }

  @Override
  public Part call(List<SingleSource> sources) throws IOException {
    int number = TaskContext.get().partitionId();
    Configuration hadoop = configuration.value().value();
    // A task may be tried again, and two attempts may run at the same time.
    String name = number + "-" + TaskContext.get().taskAttemptId();
    ParquetRows rows = new ParquetRows(new Path(folder), name, TABLES, hadoop);
    try (rows) {
      SourceReader reader = new SourceReader(new Numbered(rows, number));
      Originals originals = new Originals(hadoop);
      for (SingleSource source : sources) {
        originals.read(source, reader);
      }
      for (Sources.Source s : reader.sources()) {
        rows.add(Sources.TABLE.name(), s.argument(), s.path(), s.stamp(), s.unit(), number);
      }
      return new Part(rows.files(), reader.unpacked());
    }
  }

  /** Adds the task's number to each row. */
  private record Numbered(RowSink rows, Integer number) implements RowSink {
    @Override
    public void add(String table, Object... values) {
      Object[] all = new Object[values.length + 1];
      System.arraycopy(values, 0, all, 0, values.length);
      all[values.length] = number;
      rows.add(table, all);
    }

    @Override
    public boolean isFull() {
      return rows.isFull();
    }

    @Override
    public void flush() throws IOException {
      rows.flush();
    }
  }
}
