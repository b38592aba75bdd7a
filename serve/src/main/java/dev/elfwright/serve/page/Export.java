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
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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
            .map(format ->
                new Link(
                    "all as " + format,
                    To.page("export/" + question.name() + "." + format, values)))
            .toList();
    return new Block.Links(links);
  }

  void send(String file, Request request, Response response) throws IOException {
    int dot = file.lastIndexOf('.');
    Question question = QuestionPage.named(file.substring(0, Math.max(0, dot)));
    Map<String, String> values = QuestionPage.values(question, request);
    switch (file.substring(dot + 1)) {
      case "csv" ->
          ask(question, values, () -> response.download("text/csv; charset=utf-8", file), false);
      case "json" -> ask(question, values, () -> response.download("application/json", file), true);
      case "parquet" -> parquet(question, values, file, response);
      default -> throw new Refusal(404, "expected the end .csv, .json or .parquet");
    }
  }

  /** Opened when the answer begins, so that what goes wrong before is said in a page. */
  @FunctionalInterface
  private interface Target {
    OutputStream open() throws IOException;
  }

  private void ask(Question question, Map<String, String> values, Target target, boolean json)
      throws IOException {
    census.ask(c -> {
      Lines lines = new Lines(target, json);
      question.ask(c, values, lines);
      lines.end();
      return true;
    });
  }

  /** An answer on its way out. */
  private static final class Lines implements Census.RowVisitor {
    private final Target target;
    private final boolean json;
    private Writer out = Writer.nullWriter();
    private Census.RowVisitor rows = new CsvAnswer(out);

    Lines(Target target, boolean json) {
      this.target = target;
      this.json = json;
    }

    @Override
    public void columns(List<String> names, List<String> types) throws IOException {
      out = new BufferedWriter(new OutputStreamWriter(target.open(), StandardCharsets.UTF_8));
      rows = json ? new JsonAnswer(out) : new CsvAnswer(out);
      rows.columns(names, types);
    }

    @Override
    public void row(List<?> values) throws IOException {
      rows.row(values);
    }

    void end() throws IOException {
      if (rows instanceof JsonAnswer answer) {
        answer.end();
      }
      out.flush();
    }
  }

  /** By a file of our own, as the footer of Parquet tells where its beginning is. */
  private void parquet(
      Question question, Map<String, String> values, String name, Response response)
      throws IOException {
    Path folder = Files.createTempDirectory("elfwright-export");
    Path file = folder.resolve("answer.parquet");
    try {
      census.ask(_ -> {
        question.export(census.folder(), values, file);
        return true;
      });
      Files.copy(file, response.download("application/vnd.apache.parquet", name));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
