package dev.elfwright.census.store;

import dev.elfwright.census.Tables;
import dev.elfwright.census.facts.RowSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;

/**
 * Collects one thread's rows in memory and writes them as a part, which appears as a whole or not
 * at all.
 */
public final class PartWriter implements RowSink, AutoCloseable {
  private static final int ROWS = 500_000;

  /** What a scan that is killed loses at most, but for the file that is being read. */
  private static final long OLDEST_NANOS = 15_000_000_000L;

  private final CensusFolder folder;
  private final Duck duck;
  private final String name;
  private final long limit;
  private final Map<String, DuckDBAppender> appenders = new LinkedHashMap<>();
  private long bytes;
  private int rows;
  private int parts;
  private long begun = System.nanoTime();

  /**
   * A writer of one thread.
   *
   * @param name names its parts; nobody else's may begin so
   * @param limit bytes of rows that it holds before {@link #isFull}
   */
  public PartWriter(CensusFolder folder, Duck duck, String name, long limit) throws IOException {
    this.folder = folder;
    this.duck = duck;
    this.name = name;
    this.limit = limit;
    duck.run("CREATE SCHEMA \"%s\"".formatted(name));
  }

  @Override
  public void add(String table, Object... values) {
    try {
      DuckDBAppender appender = appenders.get(table);
      if (appender == null) {
        appender = begin(table);
      }
      Duck.append(appender, values);
      for (Object value : values) {
        bytes += value instanceof String text ? text.length() + 24L : 8L;
      }
      rows++;
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(table + ": " + e.getMessage(), e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DuckDBAppender begin(String table) throws IOException {
    String columns = Tables.named(table).declaration();
    duck.run("CREATE OR REPLACE TABLE \"%s\".\"%s\" (%s)".formatted(name, table, columns));
    DuckDBAppender made = duck.with(_ -> duck.connection().createAppender(name, table));
    appenders.put(table, made);
    return made;
  }

  @Override
  public boolean isFull() {
    return bytes > limit || rows > ROWS || System.nanoTime() - begun > OLDEST_NANOS;
  }

  /** Writes what has been collected as a part. */
  @Override
  public void flush() throws IOException {
    begun = System.nanoTime();
    if (rows == 0) {
      return;
    }
    String part = name + "-" + parts++;
    Path made = Files.createDirectories(folder.work().resolve(part));
    for (Map.Entry<String, DuckDBAppender> entry : appenders.entrySet()) {
      duck.with(_ -> {
        entry.getValue().flush(); // closing alone drops the rows since the last full chunk
        entry.getValue().close();
        return true;
      });
      String table = "\"%s\".\"%s\"".formatted(name, entry.getKey());
      // The merge is next to read it: what zstd saves on the disk is not worth its time.
      duck.run(
          "COPY %s TO %s (FORMAT parquet, COMPRESSION snappy)"
              .formatted(table, Duck.quoted(made.resolve(entry.getKey() + ".parquet").toString())));
      duck.run("DROP TABLE " + table);
    }
    appenders.clear();
    rows = 0;
    bytes = 0;
    Files.move(made, folder.parts().resolve(part), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    duck.close();
  }
}
