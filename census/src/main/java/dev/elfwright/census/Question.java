package dev.elfwright.census;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A question with a name, read from {@code questions.txt} or {@code differences.txt}.
 *
 * @param name its name
 * @param meaning what it asks, one line
 * @param parameters what has to be said, in this order
 * @param sql the query, with parameters in braces
 */
public record Question(String name, String meaning, List<Parameter> parameters, String sql) {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)\\}");

  /**
   * A parameter.
   *
   * @param name its name
   * @param otherwise what it is where nothing is said, or null where something has to be
   * @param meaning one line
   */
  public record Parameter(String name, @Nullable String otherwise, String meaning) {}

  /** Copies the list. */
  public Question {
    parameters = List.copyOf(parameters);
  }

  /** Those about one census, by name. */
  public static SequencedMap<String, Question> all() {
    return OfOne.ALL;
  }

  /** Those about what changed from one census to another, for {@link Census#openPair}. */
  public static SequencedMap<String, Question> differences() {
    return OfTwo.ALL;
  }

  private static final class OfOne {
    static final SequencedMap<String, Question> ALL = read("questions.txt");
  }

  private static final class OfTwo {
    static final SequencedMap<String, Question> ALL = read("differences.txt");
  }

  /**
   * The question of a name.
   *
   * @throws CensusException when there is none
   */
  public static Question named(String name) {
    Question question = all().get(name);
    if (question == null) {
      throw new CensusException(
          "no question '%s', expected one of %s"
              .formatted(name, String.join(", ", all().keySet())));
    }
    return question;
  }

  /**
   * Asks a census.
   *
   * @param values by the parameters' names
   * @throws CensusException when one is missing, or there is no such parameter
   */
  public void ask(Census census, Map<String, String> values, Census.RowVisitor visitor)
      throws IOException {
    Statement statement = statement(values);
    census.query(statement.text(), statement.values(), visitor);
  }

  /**
   * Asks for the first rows only.
   *
   * @param most rows of the answer, from 0 on
   * @throws CensusException as {@link #ask(Census, Map, Census.RowVisitor)}
   */
  public void ask(Census census, Map<String, String> values, int most, Census.RowVisitor visitor)
      throws IOException {
    Statement statement = statement(values);
    census.query(
        "FROM (%s) LIMIT %d".formatted(statement.text(), most), statement.values(), visitor);
  }

  /**
   * Writes the answer of the census in a folder as a Parquet file, beside its place and then
   * renamed.
   *
   * @throws CensusException as {@link #ask(Census, Map, Census.RowVisitor)}
   */
  public void export(Path folder, Map<String, String> values, Path file) throws IOException {
    Statement statement = statement(values);
    Census.export(folder, statement.text(), statement.values(), file);
  }

  /**
   * SQL with question marks, in the dialect that DuckDB and Spark have in common.
   *
   * @param values texts for the question marks, in their order
   */
  public record Statement(String text, List<String> values) {
    /** Copies the list. */
    public Statement {
      values = List.copyOf(values);
    }
  }

  /**
   * The query for some values.
   *
   * @param values by the parameters' names
   * @throws CensusException as {@link #ask(Census, Map, Census.RowVisitor)}
   */
  public Statement statement(Map<String, String> values) {
    Map<String, String> all = complete(values);
    List<String> inOrder = new ArrayList<>();
    Matcher places = PLACE.matcher(sql);
    StringBuilder text = new StringBuilder();
    while (places.find()) {
      String value = all.get(places.group(1));
      // ${ORIGIN} and its like are texts of the query.
      if (value == null) {
        places.appendReplacement(text, Matcher.quoteReplacement(places.group()));
      } else {
        inOrder.add(value);
        places.appendReplacement(text, "CAST(? AS STRING)");
      }
    }
    return new Statement(places.appendTail(text).toString(), inOrder);
  }

  private Map<String, String> complete(Map<String, String> values) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Parameter p : parameters) {
      String value = values.getOrDefault(p.name(), p.otherwise());
      if (value == null) {
        throw new CensusException(
            "%s: %s=VALUE is missing: %s".formatted(name, p.name(), p.meaning()));
      }
      all.put(p.name(), value);
    }
    for (String given : values.keySet()) {
      if (!all.containsKey(given)) {
        throw new CensusException(
            "%s: no parameter '%s', expected %s"
                .formatted(name, given, all.isEmpty() ? "none" : String.join(", ", all.keySet())));
      }
    }
    return all;
  }

  private static SequencedMap<String, Question> read(String resource) {
    SequencedMap<String, Question> questions = new LinkedHashMap<>();
    List<Parameter> parameters = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    String name = "";
    String meaning = "";
    for (String line : (Iterable<String>) (text(resource) + "\nend:").lines()::iterator) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("  parameter ")) {
        parameters.add(parameter(line.strip().substring("parameter ".length())));
      } else if (line.startsWith("  ")) {
        sql.append(line.substring(2)).append('\n');
      } else {
        if (!name.isEmpty()) {
          questions.put(name, new Question(name, meaning, parameters, sql.toString()));
        }
        parameters.clear();
        sql.setLength(0);
        name = line.substring(0, line.indexOf(':'));
        meaning = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return Collections.unmodifiableSequencedMap(questions);
  }

  private static Parameter parameter(String line) {
    int colon = line.indexOf(": ");
    String[] parts = line.substring(0, colon).split(" = ", 2);
    return new Parameter(parts[0], parts.length > 1 ? parts[1] : null, line.substring(colon + 2));
  }

  private static String text(String resource) {
    try (InputStream in = Question.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
