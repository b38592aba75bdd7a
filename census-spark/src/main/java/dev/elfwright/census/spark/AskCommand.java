package dev.elfwright.census.spark;

import dev.elfwright.census.CensusException;
import dev.elfwright.census.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code elfwright-census-spark ask}. */
@Command(
    name = "ask",
    description = {
      "Ask a census a question that has a name.",
      "Prints columns between tabs; without NAME the questions with their meaning."
    },
    mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--census"},
      paramLabel = "URI",
      description = "The census's folder.")
  private String census = "";

  @Option(names = "--json", description = "Print a JSON object for each row.")
  private boolean json;

  @Parameters(
      paramLabel = "NAME|PARAMETER=VALUE",
      description = "The question, and what it is about.")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (words.isEmpty()) {
      Question.all().values().forEach(q -> System.out.println(q.name() + "\t" + q.meaning()));
      return 0;
    }
    Question question = Question.named(words.getFirst());
    if (census.isEmpty()) {
      throw new CensusException("which census? Expected -c URI");
    }
    try (SparkSession spark = Main.spark()) {
      print(SparkCensus.open(spark, census).ask(question, values()));
    }
    return 0;
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new CensusException("'" + word + "', expected PARAMETER=VALUE");
      }
      values.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return values;
  }

  private void print(Dataset<Row> rows) {
    if (json) {
      rows.toJSON().toLocalIterator().forEachRemaining(System.out::println);
      return;
    }
    System.out.println(String.join("\t", rows.columns()));
    for (Iterator<Row> all = rows.toLocalIterator(); all.hasNext(); ) {
      Row row = all.next();
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(printable(row.isNullAt(i) ? "" : row.get(i).toString()));
      }
      System.out.println(String.join("\t", values));
    }
  }

  /** Names come from files, and may hold what moves a terminal's cursor. */
  private static String printable(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .forEach(c ->
            line.append(
                Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c)));
    return line.toString();
  }
}
