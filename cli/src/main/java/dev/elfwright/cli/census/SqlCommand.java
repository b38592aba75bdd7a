package dev.elfwright.cli.census;

import dev.elfwright.census.Census;
import dev.elfwright.census.CensusException;
import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright census sql}. */
final class SqlCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "sql",
            "Ask a census in SQL.",
            "The dialect is DuckDB's; 'census schema' describes the tables. Nothing can be changed."
                + " Without QUERY it is a shell: each line that ends with a semicolon ends a"
                + " query; .help tells of more.");
    spec.addPositional(
        Options.arguments("0..*", "0..1", "QUERY", "One statement that only reads."));
    spec.addOption(CensusCommands.folder());
    AnswerOptions.addTo(spec);
    spec.addOption(
        Options.value(
                "FILE",
                "Write the answer as a Parquet file instead, or a chart as an SVG file.",
                "-o",
                "--output")
            .build());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] words = arguments.matchedPositionalValue(0, new String[0]);
    Path folder = CensusCommands.folder(arguments);
    try (Census census = Census.open(folder)) {
      if (words.length == 0) {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return new Shell(census, arguments, terminal, in).run();
      }
      if (arguments.hasMatchedOption("-o")) {
        Path file = Path.of(arguments.<String>matchedOptionValue("-o", ""));
        write(folder, census, words[0], file, arguments, terminal);
        return ExitCode.OK;
      }
      try (Answer answer = AnswerOptions.answer(arguments, terminal)) {
        census.query(words[0], answer);
      }
    }
    return ExitCode.OK;
  }

  private static void write(
      Path folder, Census census, String query, Path file, ParseResult arguments, Terminal terminal)
      throws IOException {
    switch (AnswerOptions.format(arguments)) {
      case "table" -> Census.export(folder, query, file);
      case "chart" -> {
        // Not closed, which would print it.
        ChartAnswer answer = AnswerOptions.chart(arguments, terminal);
        census.query(query, answer);
        answer.chart().writeSvg(file);
      }
      default ->
          throw new CensusException("-o writes Parquet or a chart; CSV and JSON go to the output");
    }
  }
}
