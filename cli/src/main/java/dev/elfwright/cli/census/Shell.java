package dev.elfwright.cli.census;

import dev.elfwright.census.Census;
import dev.elfwright.census.CensusException;
import dev.elfwright.census.Question;
import dev.elfwright.census.Tables;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.output.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** Queries and commands, line by line. */
final class Shell {
  private final Census census;
  private final ParseResult arguments;
  private final Terminal terminal;
  private final BufferedReader in;
  private int result = ExitCode.OK;

  Shell(Census census, ParseResult arguments, Terminal terminal, BufferedReader in) {
    this.census = census;
    this.arguments = arguments;
    this.terminal = terminal;
    this.in = in;
  }

  int run() throws IOException {
    StringBuilder query = new StringBuilder();
    prompt("census> ");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String text = line.strip();
      if (text.equals(".quit")) {
        return result;
      }
      if (query.isEmpty() && text.startsWith(".")) {
        attempt(() -> command(text));
      } else if (!text.isEmpty()) {
        query.append(line).append('\n');
        if (text.endsWith(";")) {
          String whole = query.toString();
          query.setLength(0);
          attempt(() -> ask(whole));
        }
      }
      prompt(query.isEmpty() ? "census> " : "   ...> ");
    }
    if (!query.isEmpty()) {
      attempt(() -> ask(query.toString()));
    }
    return result;
  }

  private interface Action {
    void run() throws IOException;
  }

  /** A query that fails does not end the shell. */
  private void attempt(Action action) throws IOException {
    try {
      action.run();
    } catch (CensusException e) {
      terminal.error(String.valueOf(e.getMessage()));
      result = ExitCode.BAD_INPUT;
    }
    terminal.flush();
  }

  private void ask(String sql) throws IOException {
    try (Answer answer = AnswerOptions.answer(arguments, terminal)) {
      census.query(sql, answer);
    }
  }

  private void command(String line) throws IOException {
    List<String> words = List.of(line.split("\\s+"));
    switch (words.getFirst()) {
      case ".tables" ->
          Tables.all().values().forEach(t -> terminal.out().println(t.name() + ": " + t.meaning()));
      case ".schema" ->
          SchemaCommand.print(Tables.named(words.size() > 1 ? words.get(1) : ""), terminal.out());
      case ".questions" ->
          Question.all()
              .values()
              .forEach(q -> terminal.out().println(q.name() + ": " + q.meaning()));
      case ".ask" -> {
        try (Answer answer = AnswerOptions.answer(arguments, terminal)) {
          Question question = Question.named(words.size() > 1 ? words.get(1) : "");
          question.ask(
              census,
              AskCommand.values(words.subList(Math.min(2, words.size()), words.size())),
              answer);
        }
      }
      case ".help" ->
          terminal
              .out()
              .println(
                  ".tables, .schema TABLE, .questions, .ask NAME [PARAMETER=VALUE...], .quit; or"
                      + " SQL that ends with ;");
      default -> throw new CensusException(words.getFirst() + ": expected .help");
    }
  }

  private void prompt(String text) {
    if (terminal.interactive()) {
      terminal.err().print(text);
      terminal.flush();
    }
  }
}
