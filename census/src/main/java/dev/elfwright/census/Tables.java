package dev.elfwright.census;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * The tables of a census, read from {@code tables.txt}: the one place that says what they are
 * called, what they hold and what it means.
 */
public final class Tables {
  private static final Map<String, Type> TYPES =
      Map.of("text", Type.TEXT, "long", Type.LONG, "int", Type.INT, "bool", Type.BOOL);

  private static final SequencedMap<String, Table> ALL = read();

  private Tables() {}

  /** What a column holds. */
  public enum Type {
    /** Text, never null. */
    TEXT("VARCHAR"),
    /** A number of 64 bits. */
    LONG("BIGINT"),
    /** A number of 32 bits. */
    INT("INTEGER"),
    /** True or false. */
    BOOL("BOOLEAN");

    private final String sql;

    Type(String sql) {
      this.sql = sql;
    }

    /** The type's name in SQL. */
    public String sql() {
      return sql;
    }
  }

  /**
   * A column.
   *
   * @param name its name
   * @param type what it holds
   * @param meaning one line
   */
  public record Column(String name, Type type, String meaning) {}

  /**
   * A table.
   *
   * @param name its name
   * @param meaning what a row is
   * @param columns in their order
   */
  public record Table(String name, String meaning, List<Column> columns) {
    /** Copies the list. */
    public Table {
      columns = List.copyOf(columns);
    }

    /** Its columns as SQL declares them. */
    public String declaration() {
      return String.join(
          ", ",
          columns.stream().map(c -> "\"%s\" %s".formatted(c.name(), c.type().sql())).toList());
    }
  }

  /** All tables by name, in the order of their description. */
  public static SequencedMap<String, Table> all() {
    return ALL;
  }

  /**
   * The table of this name.
   *
   * @throws CensusException when there is none
   */
  public static Table named(String name) {
    Table table = ALL.get(name);
    if (table == null) {
      throw new CensusException(
          "no table '%s', expected one of %s".formatted(name, String.join(", ", ALL.keySet())));
    }
    return table;
  }

  private static SequencedMap<String, Table> read() {
    SequencedMap<String, Table> tables = new LinkedHashMap<>();
    List<Column> columns = new ArrayList<>();
    String name = "";
    String meaning = "";
    for (String line : (Iterable<String>) (text() + "\nend:").lines()::iterator) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("  ")) {
        String[] parts = line.strip().split(" ", 3);
        columns.add(
            new Column(parts[0], Objects.requireNonNull(TYPES.get(parts[1]), line), parts[2]));
      } else {
        if (!name.isEmpty()) {
          tables.put(name, new Table(name, meaning, columns));
        }
        columns.clear();
        name = line.substring(0, line.indexOf(':'));
        meaning = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return Collections.unmodifiableSequencedMap(tables);
  }

  private static String text() {
    try (InputStream in = Tables.class.getResourceAsStream("tables.txt")) {
      if (in == null) {
        throw new IllegalStateException("tables.txt is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
