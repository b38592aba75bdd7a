package dev.elfwright.serve.page;

import dev.elfwright.census.Question;
import dev.elfwright.report.Block;
import dev.elfwright.report.Block.Column;
import dev.elfwright.report.Block.Link;
import dev.elfwright.report.Page;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.ask.Row;
import dev.elfwright.serve.ask.Rows;
import dev.elfwright.serve.http.Refusal;
import dev.elfwright.serve.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A named question: its parameters as a form, the first rows of its answer, and all for saving. */
final class QuestionPage {
  private static final int MOST = 500;

  private final Connections census;

  QuestionPage(Connections census) {
    this.census = census;
  }

  /** All of them. */
  static Page list() {
    List<List<Link>> rows =
        Question.all().values().stream()
            .map(q -> List.of(To.question(q.name(), q.name(), Map.of()), Link.none(q.meaning())))
            .toList();
    Block listing =
        new Block.Listing(
            List.of("question", "meaning"), List.of(Column.WORDS, Column.WORDS), rows);
    return Site.page("Questions", "", List.of(Block.Section.of("With a name", listing)));
  }

  /** The question of this name. */
  static Question named(String name) {
    Question question = Question.all().get(name);
    if (question == null) {
      throw new Refusal(404, "no question of that name");
    }
    return question;
  }

  Page of(String name, Request request) throws IOException {
    Question question = named(name);
    Map<String, String> values = values(question, request);
    List<Block> blocks = new ArrayList<>();
    if (!question.parameters().isEmpty()) {
      blocks.add(Block.Section.of("What about", form(question, values)));
    }
    boolean complete =
        question.parameters().stream()
            .allMatch(p -> p.otherwise() != null || values.containsKey(p.name()));
    // Who comes without any value wants the form; who gives some, and not all, is told what is
    // missing.
    if (complete || !values.isEmpty()) {
      blocks.add(answer(question, values));
    }
    blocks.add(Block.Section.of("In SQL", new Block.Code(question.sql())));
    return Site.page(question.name(), question.meaning(), blocks);
  }

  /** What an address says of a question's parameters. */
  static Map<String, String> values(Question question, Request request) {
    request.knowing(
        question.parameters().stream().map(Question.Parameter::name).toArray(String[]::new));
    return new LinkedHashMap<>(request.parameters());
  }

  private static Block form(Question question, Map<String, String> values) {
    List<Block.Field> fields =
        question.parameters().stream()
            .map(p ->
                new Block.Field(
                    p.name(),
                    p.name() + ": " + p.meaning(),
                    values.getOrDefault(p.name(), ""),
                    Objects.toString(p.otherwise(), "")))
            .toList();
    return new Block.Form("/questions/" + question.name(), fields, "Ask");
  }

  private Block answer(Question question, Map<String, String> values) throws IOException {
    Rows answer =
        census.ask(c -> {
          Rows rows = new Rows();
          question.ask(c, values, MOST + 1, rows);
          return rows;
        });
    List<Row> first = answer.all().stream().limit(MOST).toList();
    boolean more = answer.all().size() > MOST;
    return Block.Section.of(
        more
            ? "The first " + MOST + " rows"
            : first.size() + (first.size() == 1 ? " row" : " rows"),
        Export.links(question, values),
        listing(answer, first));
  }

  private static Block listing(Rows answer, List<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < answer.names().size(); i++) {
      columns.add(answer.isNumber(i) ? Column.NUMBERS : Column.WORDS);
    }
    return new Block.Listing(
        answer.names().stream().map(n -> n.replace('_', ' ')).toList(),
        columns,
        rows.stream()
            .map(r -> answer.names().stream().map(n -> Sheet.shortened(cell(r, n))).toList())
            .toList());
  }

  /** Columns of all questions that hold the same have the same name. */
  private static Link cell(Row row, String column) {
    String text = row.text(column);
    return switch (column) {
      case "path", "object_path", "provider_path", "because_of" -> To.file(text);
      case "package" -> To.packageNamed(text);
      case "symbol" -> To.symbol(text);
      case "library", "needed" -> text.startsWith("/") ? To.file(text) : To.search(text);
      default -> Link.none(text);
    };
  }
}
