package dev.elfwright.census;

import dev.elfwright.census.store.CensusFolder;
import dev.elfwright.census.store.Duck;
import dev.elfwright.census.store.Generation;
import dev.elfwright.census.store.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A finished census, open for questions in SQL (DuckDB's dialect) over {@link Tables}. Nothing can
 * be changed through it, and no other file can be read.
 */
public final class Census implements AutoCloseable {
  private static final int MEBIBYTES = 1024;

  private final Duck duck;

  /** Seconds after which a question ends, 0 for never. */
  private final int patience;

  private Census(Duck duck) {
    this(duck, 0);
  }

  private Census(Duck duck, int patience) {
    this.duck = duck;
    this.patience = patience;
  }

  /** Is told of an answer, row by row. */
  public interface RowVisitor {
    /** Told first: what the columns are called, and their types in SQL. */
    void columns(List<String> names, List<String> types) throws IOException;

    /**
     * Told of each row.
     *
     * @param values numbers, truth values, texts, lists as texts; null where SQL says so
     */
    void row(List<?> values) throws IOException;
  }

  /**
   * Opens a census.
   *
   * @throws CensusException when there is none, or no scan has come to its end
   * @throws IOException when it cannot be read
   */
  public static Census open(Path folder) throws IOException {
    Census census = new Census(start(folder));
    census.attach(folder, "main");
    census.confine(List.of(folder), List.of());
    return census;
  }

  /**
   * Opens two of them: the tables of the first are in schema {@code a}, those of the other in
   * {@code b}.
   *
   * @throws CensusException as {@link #open}
   * @throws IOException as {@link #open}
   */
  public static Census openPair(Path a, Path b) throws IOException {
    Census census = new Census(start(a));
    census.attach(a, "a");
    census.attach(b, "b");
    census.confine(List.of(a, b), List.of());
    return census;
  }

  /**
   * The same census for another thread: one of these answers one question at a time. What the two
   * share is closed with the last of them.
   *
   * @param seconds after which a question to it ends with a {@link CensusException}, from 1 on
   */
  public Census another(int seconds) throws IOException {
    return new Census(duck.duplicate(), seconds);
  }

  /**
   * The number of the last scan that changed a census. Files of the one before may be gone once it
   * is another.
   *
   * @throws CensusException as {@link #open}
   */
  public static long lastChange(Path folder) throws IOException {
    return generation(folder).number();
  }

  private static Duck start(Path folder) throws IOException {
    // What does not fit into memory is refused: a reader writes nowhere, not even there.
    return Duck.start(
        MEBIBYTES, Runtime.getRuntime().availableProcessors(), folder.resolve("work/no-overflow"));
  }

  private void attach(Path folder, String schema) throws IOException {
    Generation generation = generation(folder);
    duck.run("CREATE SCHEMA IF NOT EXISTS " + schema);
    duck.run("SET schema = " + Duck.quoted(schema));
    for (Tables.Table table : Tables.all().values()) {
      duck.view(table, generation.files(table.name()));
    }
    duck.run("SET schema = 'main'");
  }

  private static Generation generation(Path folder) throws IOException {
    return new CensusFolder(folder)
        .current()
        .orElseThrow(() ->
            new CensusException(
                folder + ": its scan has not come to an end; the same command goes on with it"));
  }

  /** From now on only the census's own files and these exist, and no setting can be changed. */
  private void confine(List<Path> folders, List<Path> others) throws IOException {
    List<String> files = new ArrayList<>();
    others.forEach(f -> files.add(Duck.quoted(f.toString())));
    for (Path folder : folders) {
      Generation generation = new CensusFolder(folder).current().orElseThrow();
      for (String table : Tables.all().keySet()) {
        generation.files(table).forEach(f -> files.add(Duck.quoted(f.toString())));
      }
    }
    duck.run("SET allowed_paths = [%s]".formatted(String.join(", ", files)));
    duck.run("SET enable_external_access = false");
    duck.run("SET lock_configuration = true");
  }

  /**
   * Answers a question.
   *
   * @param sql one statement that only reads: SELECT, FROM, WITH, DESCRIBE, SHOW, SUMMARIZE, PIVOT
   * @throws CensusException when it is malformed, would change anything, or fails
   */
  public void query(String sql, RowVisitor visitor) throws IOException {
    query(sql, List.of(), visitor);
  }

  /** The same with values for the question marks in it. */
  public void query(String sql, List<String> values, RowVisitor visitor) throws IOException {
    String text = sql.strip().replaceFirst("(\\s*;)+$", "");
    requireReading(text);
    try {
      duck.with(connection -> {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
          statement.setQueryTimeout(patience);
          fill(statement, values);
          try (ResultSet rows = statement.executeQuery()) {
            visit(rows, visitor);
          }
        }
        return true;
      });
    } catch (OutputException e) {
      throw e.reason();
    } catch (IOException e) {
      throw new CensusException(
          e.getCause() instanceof SQLTimeoutException
              ? "no answer within " + patience + " s"
              : String.valueOf(e.getMessage()));
    }
  }

  private static void fill(PreparedStatement statement, List<String> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setString(i + 1, values.get(i));
    }
  }

  /** The visitor's own failure, on its way through the database's code. */
  private static final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputException(IOException reason) {
      super(reason);
    }

    IOException reason() {
      return (IOException) Objects.requireNonNull(getCause());
    }
  }

  private static void visit(ResultSet rows, RowVisitor visitor) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      names.add(meta.getColumnName(i));
      types.add(meta.getColumnTypeName(i));
    }
    try {
      visitor.columns(names, types);
      while (rows.next()) {
        List<Object> values = new ArrayList<>();
        for (int i = 1; i <= names.size(); i++) {
          Object value = rows.getObject(i);
          values.add(
              value == null || value instanceof Number || value instanceof Boolean
                  ? value
                  : value.toString());
        }
        visitor.row(values);
      }
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }

  /** The parser itself says whether a statement only reads: others have no such form. */
  private void requireReading(String sql) throws IOException {
    String answer =
        duck.with(connection -> {
          try (PreparedStatement ask =
              connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            ask.setString(1, sql);
            try (ResultSet rows = ask.executeQuery()) {
              rows.next();
              return rows.getString(1);
            }
          }
        });
    Object tree = JsonTree.read("the parser's answer", answer);
    if (tree instanceof Map<?, ?> map && "true".equals(map.get("error"))) {
      String reason = String.valueOf(map.get("error_message"));
      throw new CensusException(
          reason.startsWith("Only SELECT")
              ? "a census can only be read: expected one SELECT, FROM, WITH, DESCRIBE or SUMMARIZE"
              : reason.lines().findFirst().orElse(reason));
    }
    if (tree instanceof Map<?, ?> map
        && map.get("statements") instanceof List<?> statements
        && statements.size() != 1) {
      throw new CensusException("expected one statement, found " + statements.size());
    }
  }

  /**
   * Writes an answer as a Parquet file, beside its place and then renamed.
   *
   * @throws CensusException as {@link #query(String, RowVisitor)}
   */
  public static void export(Path folder, String sql, Path file) throws IOException {
    export(folder, sql, List.of(), file);
  }

  /** The same with values for the question marks in it. */
  static void export(Path folder, String sql, List<String> values, Path file) throws IOException {
    String text = sql.strip().replaceFirst("(\\s*;)+$", "");
    Path place = file.toAbsolutePath();
    Path beside = place.resolveSibling(place.getFileName() + ".new");
    // A database of its own, which may write, and gets the statement after it has been judged.
    try (Census census = new Census(start(folder))) {
      census.requireReading(text);
      census.attach(folder, "main");
      census.confine(List.of(folder), List.of(beside));
      census.duck.copy(text, values, beside);
      Files.move(
          beside, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  @Override
  public void close() throws IOException {
    duck.close();
  }
}
