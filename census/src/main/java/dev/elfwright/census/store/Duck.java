package dev.elfwright.census.store;

import dev.elfwright.census.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/** A DuckDB in this process, without a file of its own: it reads and writes Parquet. */
public final class Duck implements AutoCloseable {
  private final DuckDBConnection connection;

  private Duck(DuckDBConnection connection) {
    this.connection = connection;
  }

  /** Something done with the database. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T with(Connection connection) throws SQLException;
  }

  /**
   * Starts one.
   *
   * @param mebibytes of memory that it may use; beyond, it writes into {@code overflow}
   * @param threads that it may use
   * @param overflow a folder that need not exist
   */
  public static Duck start(int mebibytes, int threads, Path overflow) throws IOException {
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("memory_limit", mebibytes + "MiB");
    settings.setProperty("threads", Integer.toString(threads));
    settings.setProperty("temp_directory", overflow.toString());
    settings.setProperty("preserve_insertion_order", "false");
    settings.setProperty("force_compression", "uncompressed");
    try {
      Connection made = new DuckDBDriver().connect("jdbc:duckdb:", settings);
      return new Duck(made.unwrap(DuckDBConnection.class));
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Another connection to the same database, for another thread. */
  public Duck duplicate() throws IOException {
    try {
      return new Duck(connection.duplicate().unwrap(DuckDBConnection.class));
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  DuckDBConnection connection() {
    return connection;
  }

  /** Runs a statement. */
  public void run(String sql) throws IOException {
    with(c -> {
      try (Statement statement = c.createStatement()) {
        return statement.execute(sql);
      }
    });
  }

  /** Is told of each row. */
  @FunctionalInterface
  public interface RowReader {
    /** Reads the row that the result stands at. */
    void read(ResultSet row) throws SQLException;
  }

  /** Runs a query. */
  public void query(String sql, RowReader reader) throws IOException {
    with(c -> {
      try (Statement statement = c.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          reader.read(rows);
        }
        return true;
      }
    });
  }

  /** The number that a query answers. */
  public long number(String sql) throws IOException {
    List<Long> found = new ArrayList<>();
    query(sql, row -> found.add(row.getLong(1)));
    return found.getFirst();
  }

  /**
   * Does something.
   *
   * @throws IOException when the database cannot; its message is one line
   */
  public <T> T with(Work<T> work) throws IOException {
    try {
      return work.with(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static IOException failure(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return new IOException(message.lines().findFirst().orElse(message), e);
  }

  /** Makes a view of a table's files; an empty one where it has none. */
  public void view(Tables.Table table, List<Path> files) throws IOException {
    run("CREATE OR REPLACE VIEW \"%s\" AS %s".formatted(table.name(), select(table, files)));
  }

  /** The query that reads a table's files. */
  static String select(Tables.Table table, List<Path> files) {
    if (!files.isEmpty()) {
      List<String> names = files.stream().map(f -> quoted(f.toString())).toList();
      return "SELECT * FROM read_parquet([%s])".formatted(String.join(", ", names));
    }
    List<String> columns =
        table.columns().stream()
            .map(c -> "CAST(NULL AS %s) AS \"%s\"".formatted(c.type().sql(), c.name()))
            .toList();
    return "SELECT %s WHERE false".formatted(String.join(", ", columns));
  }

  /** Writes what a query answers as Parquet. */
  public void copy(String select, Path file) throws IOException {
    copy(select, List.of(), file);
  }

  /** The same with values for the question marks in it. */
  public void copy(String select, List<String> values, Path file) throws IOException {
    String sql =
        "COPY (%s\n) TO %s (FORMAT parquet, COMPRESSION zstd)"
            .formatted(select, quoted(file.toString()));
    with(c -> {
      try (PreparedStatement statement = c.prepareStatement(sql)) {
        for (int i = 0; i < values.size(); i++) {
          statement.setString(i + 1, values.get(i));
        }
        return statement.execute();
      }
    });
  }

  /** Takes rows of a table. */
  public interface RowAppender {
    /** Takes one. */
    void add(Object... values) throws IOException;
  }

  /** Something that makes rows. */
  @FunctionalInterface
  public interface RowMaker {
    /** Makes them. */
    void into(RowAppender rows) throws IOException;
  }

  /** Fills a table of this database. */
  public void appending(String table, RowMaker maker) throws IOException {
    try (DuckDBAppender appender =
        with(_ -> connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table))) {
      maker.into(values ->
          with(_ -> {
            append(appender, values);
            return true;
          }));
      with(_ -> {
        appender.flush();
        return true;
      });
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Adds a row. */
  static void append(DuckDBAppender appender, Object... values) throws SQLException {
    appender.beginRow();
    for (Object value : values) {
      switch (value) {
        case String text -> appender.append(text);
        case Long number -> appender.append(number.longValue());
        case Integer number -> appender.append(number.intValue());
        case Boolean bool -> appender.append(bool.booleanValue());
        default -> throw new IllegalArgumentException(value.getClass().toString());
      }
    }
    appender.endRow();
  }

  /** A text as a literal of SQL. */
  public static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() throws IOException {
    with(c -> {
      c.close();
      return true;
    });
  }
}
