package dev.elfwright.census.spark;

import dev.elfwright.census.Tables;
import dev.elfwright.census.Tables.Table;
import dev.elfwright.census.facts.RowSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * One task's rows as Parquet files, one for each table that has rows: {@code
 * FOLDER/TABLE/NAME.parquet}. They can be read once this is closed.
 */
final class ParquetRows implements RowSink, AutoCloseable {
  /** Many tables are open at a time, so each holds little in memory. */
  private static final int ROW_GROUP = 8 << 20;

  private static final int PAGE = 128 << 10;

  private final Path folder;
  private final String name;
  private final Map<String, Table> tables;
  private final Configuration configuration;
  private final Map<String, ParquetWriter<Object[]>> writers = new LinkedHashMap<>();

  /**
   * Files of a task.
   *
   * @param name nobody else's
   * @param tables by name
   */
  ParquetRows(Path folder, String name, Map<String, Table> tables, Configuration configuration) {
    this.folder = folder;
    this.name = name;
    this.tables = tables;
    this.configuration = configuration;
  }

  @Override
  public void add(String table, Object... values) {
    try {
      ParquetWriter<Object[]> writer = writers.get(table);
      if (writer == null) {
        writer = open(table);
        writers.put(table, writer);
      }
      writer.write(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ParquetWriter<Object[]> open(String table) throws IOException {
    Table described = tables.get(table);
    return new TableWriter.Builder(file(table), described == null ? Tables.named(table) : described)
        .withConf(configuration)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withRowGroupSize((long) ROW_GROUP)
        .withPageSize(PAGE)
        .withDictionaryPageSize(PAGE)
        .build();
  }

  private Path file(String table) {
    return new Path(new Path(folder, table), name + ".parquet");
  }

  /** The files, by table. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    writers.keySet().forEach(table -> files.put(table, file(table).toString()));
    return files;
  }

  /** Never: Parquet's writers themselves write what would be too much. */
  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public void flush() {}

  @Override
  public void close() throws IOException {
    List<IOException> failures = new ArrayList<>();
    for (ParquetWriter<Object[]> writer : writers.values()) {
      try {
        writer.close();
      } catch (IOException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}
