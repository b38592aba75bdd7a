package dev.elfwright.cli.census;

import dev.elfwright.census.Census;
import dev.elfwright.census.CensusException;
import dev.elfwright.census.Question;
import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright census ask}. */
final class AskCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "ask",
            "Ask a census a question that has a name.",
            "Without NAME, lists the questions with their meaning and parameters.");
    spec.addPositional(
        Options.arguments(
            "0..*", "0..*", "NAME|PARAMETER=VALUE", "The question, and what it is about."));
    spec.addOption(CensusCommands.folder());
    spec.addOption(Options.flag("--show-sql", "Print the question's SQL instead of asking it."));
    AnswerOptions.addTo(spec);
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<String> words = Arrays.asList(arguments.matchedPositionalValue(0, new String[0]));
    if (words.isEmpty()) {
      if (arguments.hasMatchedOption("--json")) {
        terminal.out().print(Json.of(Question.all().values()));
      } else {
        Question.all().values().forEach(q -> print(q, terminal.out()));
      }
      return ExitCode.OK;
    }
    Question question = Question.named(words.getFirst());
    if (arguments.hasMatchedOption("--show-sql")) {
      terminal.out().print(question.sql());
      return ExitCode.OK;
    }
    Map<String, String> values = values(words.subList(1, words.size()));
    try (Census census = Census.open(CensusCommands.folder(arguments));
        Answer answer = AnswerOptions.answer(arguments, terminal)) {
      question.ask(census, values, answer);
    }
    return ExitCode.OK;
  }

  /** Words of the form NAME=VALUE. */
  static Map<String, String> values(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new CensusException("'" + word + "', expected PARAMETER=VALUE");
      }
      values.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return values;
  }

  private static void print(Question question, PrintStream out) {
    out.println(question.name());
    out.println("    " + question.meaning());
    for (Question.Parameter p : question.parameters()) {
      String otherwise = p.otherwise() == null ? "" : ", " + p.otherwise() + " if not given";
      out.println("    " + p.name() + "=: " + p.meaning() + otherwise);
    }
  }
}
