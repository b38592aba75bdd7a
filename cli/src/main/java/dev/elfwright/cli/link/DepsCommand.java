package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.SearchEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright link deps}. */
final class DepsCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "deps",
            "Show the libraries that a program loads, and the rule that found each.",
            "Runs nothing. Exit code 1 when one is missing.");
    spec.addPositional(Options.arguments("0..*", "1..*", "FILE", "Programs or libraries."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    SearchEnvironment environment = SearchEnvironment.current();
    List<LoadGraph> graphs = new ArrayList<>();
    for (String file : arguments.matchedPositionalValue(0, new String[0])) {
      graphs.add(LoadGraph.of(Path.of(file), environment));
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(graphs.stream().map(DepsReport::of).toList()));
    } else {
      graphs.forEach(graph -> DepsTree.print(graph, terminal.out()));
    }
    return graphs.stream().allMatch(graph -> graph.missing().isEmpty())
        ? ExitCode.OK
        : ExitCode.FINDING;
  }
}
