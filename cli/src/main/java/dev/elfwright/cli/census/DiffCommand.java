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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright census diff}. */
final class DiffCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "diff",
            "What changed from one census to another: releases, images.",
            "Packages, files, symbols and versions of libraries, hardening, sizes. Exit code 1 when"
                + " there is a difference.");
    spec.addPositional(Options.argument("0", "OLD", "The folder of a census."));
    spec.addPositional(Options.argument("1", "NEW", "The folder of another."));
    spec.addOption(
        Options.values(
            "--only",
            String.join("|", Question.differences().keySet()),
            "Compare this only; may be given several times."));
    spec.addOption(Options.number("--top", "N", "Print N rows of each. Default: 20."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    boolean json = arguments.hasMatchedOption("--json");
    Map<String, List<Map<String, Object>>> all = new LinkedHashMap<>();
    boolean different = false;
    try (Census pair =
        Census.openPair(
            Path.of(arguments.<String>matchedPositionalValue(0, "")),
            Path.of(arguments.<String>matchedPositionalValue(1, "")))) {
      for (Question question : chosen(arguments)) {
        if (json) {
          Collected rows = new Collected();
          question.ask(pair, Map.of(), rows);
          all.put(question.name(), rows.rows);
          different |= !rows.rows.isEmpty();
        } else {
          terminal.out().println(question.name() + ": " + question.meaning());
          try (Answer.Text text =
              new Answer.Text(terminal.out(), arguments.matchedOptionValue("--top", 20))) {
            question.ask(pair, Map.of(), text);
            different |= text.rows() > 0;
          }
          terminal.out().println();
        }
      }
    }
    if (json) {
      terminal.out().print(Json.of(all));
    }
    return different ? ExitCode.FINDING : ExitCode.OK;
  }

  private static List<Question> chosen(ParseResult arguments) {
    List<Question> chosen = new ArrayList<>();
    for (String name : arguments.matchedOptionValue("--only", new String[0])) {
      Question question = Question.differences().get(name);
      if (question == null) {
        throw new CensusException(
            "--only %s, expected %s"
                .formatted(name, String.join(", ", Question.differences().keySet())));
      }
      chosen.add(question);
    }
    return chosen.isEmpty() ? List.copyOf(Question.differences().values()) : chosen;
  }

  private static final class Collected implements Census.RowVisitor {
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private List<String> names = List.of();

    @Override
    public void columns(List<String> found, List<String> types) {
      names = found;
    }

    @Override
    public void row(List<?> values) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        row.put(names.get(i), values.get(i));
      }
      rows.add(row);
    }
  }
}
