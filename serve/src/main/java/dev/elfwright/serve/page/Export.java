package dev.elfwright.serve.page;

import dev.elfwright.census.Census;
import dev.elfwright.census.CsvAnswer;
import dev.elfwright.census.JsonAnswer;
import dev.elfwright.census.Question;
import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Link;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.http.Refusal;
import dev.elfwright.serve.http.Request;
import dev.elfwright.serve.http.Response;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All rows of a question's answer as a file. */
final class Export {
  private final Connections census;

  Export(Connections census) {
    this.census = census;
  }

  /** Where they are. */
  static Block links(Question question, Map<String, String> values) {
    List<Link> links =
        Stream.of("csv", "json", "parquet")
            .map(end ->
                new Link("all as " + end, To.page("export/" + question.name() + "." + end, values)))
            .toList();
    return new Block.Links(links);
  }

  /**
   * Sends an answer by a file of our own: whoever reads slowly keeps no question waiting, what goes
   * wrong is said in a page, and the footer of Parquet tells where its beginning is.
   */
  void send(String name, Request request, Response response) throws IOException {
    int dot = name.lastIndexOf('.');
    Question question = QuestionPage.named(name.substring(0, Math.max(0, dot)));
    Map<String, String> values = QuestionPage.values(question, request);
    Format format = format(name.substring(dot + 1));
    Path folder = Files.createTempDirectory("elfwright-export");
    Path file = folder.resolve("answer");
    try {
      census.ask(c -> {
        write(question, values, c, format, file);
        return true;
      });
      response.download(format.type, name, file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private enum Format {
    CSV("text/csv; charset=utf-8"),
    JSON("application/json"),
    PARQUET("application/vnd.apache.parquet");

    private final String type;

    Format(String type) {
      this.type = type;
    }
  }

  private static Format format(String end) {
    return switch (end) {
      case "csv" -> Format.CSV;
      case "json" -> Format.JSON;
      case "parquet" -> Format.PARQUET;
      default -> throw new Refusal(404, "expected the end .csv, .json or .parquet");
    };
  }

  private void write(
      Question question, Map<String, String> values, Census open, Format format, Path file)
      throws IOException {
    if (format == Format.PARQUET) {
      question.export(census.folder(), values, file);
      return;
    }
    try (Writer out = Files.newBufferedWriter(file)) {
      if (format == Format.CSV) {
        question.ask(open, values, new CsvAnswer(out));
      } else {
        JsonAnswer rows = new JsonAnswer(out);
        question.ask(open, values, rows);
        rows.end();
      }
    }
  }
}
