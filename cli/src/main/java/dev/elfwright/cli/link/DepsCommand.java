package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.SearchEnvironment;
import java.io.IOException;
import java.io.PrintStream;
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
    spec.addOption(
        Options.flag("--list", "Only names and paths, in the loader's order, as ldd prints them."));
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
    } else if (arguments.hasMatchedOption("--list")) {
      graphs.forEach(graph -> list(graph, graphs.size() > 1, terminal.out()));
    } else {
      graphs.forEach(graph -> DepsTree.print(graph, terminal.out()));
    }
    return graphs.stream().allMatch(graph -> graph.missing().isEmpty())
        ? ExitCode.OK
        : ExitCode.FINDING;
  }

  private static void list(LoadGraph graph, boolean named, PrintStream out) {
    if (named) {
      out.println(graph.program().path() + ":");
    }
    graph.listing().forEach(line -> out.println("\t" + line));
  }
}
